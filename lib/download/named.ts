import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KeychainError } from '../errors.js';
import { type HubAddress, isHubAddress, type RepoType, readAddress } from '../hub/address.js';
import type { Hub } from '../hub/hub.js';
import type { Reporter } from '../reporter.js';
import { ANSWERING, type CommandName } from '../settings/commands.js';
import type { Values } from '../settings/given.js';
import { settingsOf } from '../settings/resolve.js';
import { hyphenated } from '../settings/setting.js';
import type { SettingName } from '../settings/table.js';
import type { GivenTo } from '../settings/values.js';
import type { Kind } from '../values/kind.js';
import { fileOfKind, folderOf, tokenizerFiles } from './tokenizer-files.js';

/** Settings that name files of models; all others name files of datasets. */
const OF_MODELS: ReadonlySet<string> = new Set(['tokenizerPath', 'chatTemplate']);
/** A model's id, as people write it where a folder may stand. */
const MODEL_ID = /^\w[\w.-]*\/[\w.-]*\w(@\S+)?$/;
/** Ends a path, not an id. */
const FILE_ENDING = /\.(json|model|txt)$/;

/**
 * Fetches what settings name on the Hub (`hf:owner/name/path`, `@hf:...` for a text; a tokenizer by
 * the id of its model), and gives the settings with the paths of the files in the Hub's cache. Without
 * such names nobody is asked. Pipelines take local files: in code this goes before them.
 *
 * @throws KeychainError USAGE, HUB_MISSING, HUB_REFUSED, DOWNLOAD_FAILED, DOWNLOAD_DIFFERS,
 *   OUTPUT_UNWRITABLE, TOKENIZER_UNUSABLE
 */
export async function fetchNamed<C extends CommandName>(
  command: C,
  given: GivenTo<C>,
  reporter: Reporter,
): Promise<GivenTo<C>> {
  const values: Values = { ...given };
  const named = [...settingsOf(command)].filter(
    ([name, { kind }]) => name !== 'tokenizerPath' && isNamed(kind, values[name]),
  );
  const tokenizer = tokenizerNamed(values);
  if (named.length === 0 && !tokenizer) return given;
  // Most runs have no use for it, and none should wait for it to load.
  const { openHub } = await import('../hub/hub.js');
  const hub = openHub({ reporter });
  try {
    for (const [name, { kind }] of named) {
      values[name] = await fetchValue(name, kind, values[name], { command, hub });
    }
    if (tokenizer) values.tokenizerPath = await fetchTokenizer(tokenizer, hub);
    return values as GivenTo<C>;
  } finally {
    await hub.close();
  }
}

/** What an item names on the Hub; `@` stands before what holds a text. */
const addressIn = (kind: Kind<unknown>, item: unknown): string | undefined => {
  if (typeof item !== 'string') return undefined;
  if ((kind.isFile || kind.isInput) && isHubAddress(item)) return item;
  return kind.load && item.startsWith('@') && isHubAddress(item.slice(1))
    ? item.slice(1)
    : undefined;
};

const isNamed = (kind: Kind<unknown>, value: unknown): boolean =>
  [value].flat().some(item => addressIn(kind, item) !== undefined);

interface FetchParts {
  command: CommandName;
  hub: Hub;
}

async function fetchValue(
  name: SettingName,
  kind: Kind<unknown>,
  value: unknown,
  parts: FetchParts,
): Promise<unknown> {
  const found: unknown[] = [];
  for (const item of [value].flat()) {
    const text = addressIn(kind, item);
    if (text === undefined) found.push(item);
    else found.push(...(await fetchItem(name, text, parts)));
  }
  if (!Array.isArray(value) && found.length > 1) {
    throw new KeychainError(
      'USAGE',
      `--${hyphenated(name)} ${value}: means several files, name one`,
    );
  }
  const written = kind.load ? found.map(item => `@${item}`) : found;
  return Array.isArray(value) ? written : written[0];
}

async function fetchItem(
  name: SettingName,
  text: string,
  { command, hub }: FetchParts,
): Promise<string[]> {
  const type: RepoType = OF_MODELS.has(name) ? 'model' : 'dataset';
  const { file, member } = withMember(text);
  const address = readAddress(file, type);
  const paths = await hub.files(address);
  const makesApart = name === 'dataset' && ANSWERING.some(each => each === command);
  if (makesApart && paths.length > 1 && !/[*?]/.test(address.path ?? '')) {
    throw new KeychainError(
      'USAGE',
      `${text} is in ${paths.length} parts, and each dataset has an output of its own; join them first: parse ${text} | ${command} - (or name the parts, with * in the path)`,
    );
  }
  return paths.map(path => `${path}${member}`);
}

/** `#` names a member of an archive, as it does in a path. */
function withMember(text: string): { file: string; member: string } {
  const at = text.toLowerCase().indexOf('.zip#');
  if (at < 0) return { file: text, member: '' };
  const end = at + '.zip'.length;
  return { file: text.slice(0, end), member: text.slice(end) };
}

interface NamedTokenizer {
  type: string;
  file: string;
  /** It could have been the path of a folder. */
  isId: boolean;
  address: HubAddress;
}

/** The tokenizer that is on the Hub, if one is named; what is there under the name is that. */
function tokenizerNamed({ tokenizerType, tokenizerPath }: Values): NamedTokenizer | undefined {
  if (typeof tokenizerType !== 'string' || typeof tokenizerPath !== 'string') return undefined;
  const file = fileOfKind(tokenizerType);
  if (file === undefined) return undefined;
  const isId = isModelId(tokenizerPath);
  if (!isId && !isHubAddress(tokenizerPath)) return undefined;
  const text = isId ? `hf:${tokenizerPath}` : tokenizerPath;
  return { type: tokenizerType, file, isId, address: readAddress(text, 'model') };
}

const isModelId = (path: string): boolean =>
  MODEL_ID.test(path) && !FILE_ENDING.test(path) && !existsSync(path);

async function fetchTokenizer(
  { type, file, isId, address }: NamedTokenizer,
  hub: Hub,
): Promise<string> {
  const { path: _, ...repo } = address;
  try {
    const folder = await hub.snapshot(repo, tokenizerFiles(type, address));
    return join(folder, folderOf(address, file));
  } catch (error) {
    if (!isId || !(error instanceof KeychainError) || error.code === 'TOKENIZER_UNUSABLE')
      throw error;
    const message = `${error.message} (nor is there a folder ${address.id} here)`;
    throw new KeychainError(error.code, message, { cause: error });
  }
}
