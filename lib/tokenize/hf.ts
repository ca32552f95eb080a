import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KeychainError } from '../errors.js';
import { loadBeside, openBeside } from './beside/load-beside.js';
import { foreignMessage } from './foreign-message.js';
import { hfIdentity } from './hf-identity.js';
import { ModelTokenizer, type OwnCounter } from './model-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerKind } from './tokenizer-kind.js';
import { counterOf } from './vocabulary/hf-rules.js';
import {
  isWellFormed,
  readTokenizerJson,
  type TokenizerJson,
} from './vocabulary/tokenizer-json.js';

/** Imported in the helper thread alone: it loads 5 MB of native code. */
const RUST = new URL('./beside/rust.js', import.meta.url).href;

export const hf: TokenizerKind = {
  help: "a model's tokenizer.json",
  path: { placeholder: 'DIR|FILE', help: 'a tokenizer.json or its folder' },
  identify: async path => {
    const file = await fileOf(resolve(path));
    return hfIdentity(file, await read(file));
  },
  load: loadHf,
};

/**
 * Loads a Hugging Face tokenizer; counts are those of the Rust `tokenizers`, which finds added
 * tokens in the text, adds none of its own and never truncates here. Where the rules of the file are
 * known, they are counted by our own; else that library counts every text whole.
 *
 * @param path - a folder that holds a `tokenizer.json`, or the `tokenizer.json` itself
 * @throws KeychainError TOKENIZER_UNUSABLE if it is missing or broken
 */
async function loadHf(path: string): Promise<Tokenizer> {
  const file = await fileOf(resolve(path));
  const bytes = await read(file);
  const json = parse(file, bytes);
  refuseDropout(file, json);
  const counter = known(json);
  if (typeof counter === 'string') return { ...(await loadRust(file)), unknown: counter };
  return new ModelTokenizer({
    identity: hfIdentity(file, bytes),
    counter,
    library: () => {
      const { count, close } = openBeside(RUST, file);
      return { count, free: close };
    },
  });
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: unknown) => {
    throw unusable(file, 'it cannot be read', cause);
  });

async function fileOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    entry => entry.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, 'tokenizer.json') : path;
}

function parse(file: string, bytes: Buffer): TokenizerJson {
  try {
    return readTokenizerJson(bytes);
  } catch (cause) {
    const reason =
      cause instanceof SyntaxError ? 'it is not a valid tokenizer.json' : 'it has no model';
    throw unusable(file, reason, cause);
  }
}

/** With dropout (a means of training) the same text is cut otherwise each time. */
function refuseDropout(file: string, { model }: TokenizerJson): void {
  if (!model.dropout) return;
  const reason = `its BPE drops merges at random (model.dropout ${model.dropout}), so that no count is exact; with null there it can be used`;
  throw unusable(file, reason);
}

/** Vocabulary or merges that are not read here may still be what the library reads. */
function known(json: TokenizerJson): OwnCounter | string {
  if (!isWellFormed(json)) return 'a part of another shape than is known here';
  try {
    return counterOf(json);
  } catch (error) {
    if (error instanceof SyntaxError) return 'its vocabulary or merges, which are not read here';
    throw error;
  }
}

async function loadRust(file: string): Promise<Tokenizer> {
  try {
    return await loadBeside(RUST, file);
  } catch (error) {
    const { cause } = error as KeychainError;
    const said = foreignMessage(`${cause instanceof Error ? cause.message : error}`);
    throw unusable(file, `the library cannot build it (${said})`, cause);
  }
}

function unusable(file: string, reason: string, cause?: unknown): KeychainError {
  return new KeychainError(
    'TOKENIZER_UNUSABLE',
    `cannot use the tokenizer ${file}: ${reason}; give a folder that holds the model's tokenizer.json`,
    { cause },
  );
}
