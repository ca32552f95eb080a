import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KeychainError } from '../errors.js';

/** What the environment says of the Hub, by the variables of its own clients. */
export interface HubEnvironment {
  /** Without a slash at its end. */
  endpoint: string;
  /** Sent to the endpoint and to nobody else. */
  token?: { value: string; source: string } | undefined;
  /** Folder of the Hub's cache. */
  cacheDir: string;
  /** Nothing is asked, all comes from the cache. */
  isOffline: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

const PUBLIC = 'https://huggingface.co';
const TRUE = new Set(['1', 'ON', 'YES', 'TRUE']);

/**
 * Reads `HF_ENDPOINT`, `HF_HOME`, `HF_HUB_CACHE`, `XDG_CACHE_HOME`, `HF_TOKEN`, `HF_TOKEN_PATH`,
 * `HF_HUB_DISABLE_IMPLICIT_TOKEN` and `HF_HUB_OFFLINE` (and the older names of some) as
 * `huggingface_hub` for Python does (`constants.py`, `utils/_auth.py`). An empty variable is none.
 *
 * @throws KeychainError USAGE for an endpoint that is no address, or a token that no header may have
 */
export function hubEnvironment(variables: Variables = process.env): HubEnvironment {
  const first = (...names: string[]): string | undefined =>
    names.map(name => variables[name]).find(Boolean);
  const folder = (path: string): string => expanded(path, variables);
  const base = first('XDG_CACHE_HOME') ?? join(homedir(), '.cache');
  const home = folder(first('HF_HOME') ?? join(base, 'huggingface'));
  const cache = first('HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE');
  return {
    endpoint: endpointOf(first('HF_ENDPOINT') ?? PUBLIC),
    token: isTrue(first('HF_HUB_DISABLE_IMPLICIT_TOKEN'))
      ? undefined
      : (tokenIn(variables, ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN']) ??
        tokenAt(folder(first('HF_TOKEN_PATH') ?? join(home, 'token')))),
    cacheDir: cache === undefined ? join(home, 'hub') : folder(cache),
    isOffline: isTrue(first('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE')),
  };
}

const isTrue = (value: string | undefined): boolean => TRUE.has((value ?? '').toUpperCase());

function endpointOf(given: string): string {
  const text = given.trim().replace(/\/+$/, '');
  if (/^https?:\/\//.test(text) && URL.canParse(text)) {
    const { username, password } = new URL(text);
    if (username === '' && password === '') return text;
    throw new KeychainError('USAGE', 'HF_ENDPOINT must not hold a password; put it into HF_TOKEN');
  }
  throw new KeychainError('USAGE', `HF_ENDPOINT: ${text} is no address; write https://HOST`);
}

function tokenIn(variables: Variables, names: readonly string[]): HubEnvironment['token'] {
  const source = names.find(name => variables[name]?.trim());
  return source === undefined ? undefined : checked(variables[source]!.trim(), source);
}

/** What `hf auth login` has written. */
function tokenAt(path: string): HubEnvironment['token'] {
  try {
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? undefined : checked(value, path);
  } catch {
    return undefined;
  }
}

function checked(value: string, source: string): HubEnvironment['token'] {
  if (/^[\x21-\x7e]+$/.test(value)) return { value, source };
  throw new KeychainError('USAGE', `the token in ${source} has characters that no header may have`);
}

/** `~` and variables in a path, which a shell has not replaced where they stand in quotes. */
function expanded(path: string, variables: Variables): string {
  const named = path.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (all, plain: string | undefined, braced: string | undefined) =>
      variables[plain ?? braced ?? ''] ?? all,
  );
  return named.replace(/^~(?=\/|$)/, homedir());
}
