import { isHubAddress } from '../../hub/address.js';
import { inputPlace } from '../../input/input-place.js';
import { isLoopback } from '../../network/proxies.js';
import type { Kind } from '../../values/kind.js';
import { isFilePath } from '../../values/kinds.js';
import { lastNames, leadsAway, publicNames, publicPath } from '../../values/public-path.js';
import { withoutSecrets } from '../../values/without-secrets.js';
import { COMMAND_NAMES, type CommandName } from '../commands.js';
import { settingsOf } from '../resolve.js';
import type { SettingName } from '../table.js';
import { type Part, partsOf, type ValuePart, wordsOf } from './words.js';

export interface PublicParts {
  /** What a setting has come to, as far as it is known: a text, also where a file was named for it. */
  meant(name: SettingName): unknown;
  /** Commands as they are published whose outputs this one may read. */
  before?: readonly (readonly string[])[];
}

/**
 * A command line as it may be published: nothing in it names the user, the home, or a host, and it runs
 * from a folder that holds the inputs. Whatever is no path and no address stays as it was given; a
 * command that prints a key is left out.
 *
 * @param words with the command's name first
 * @returns undefined for what is no command
 */
export function publicCommand(
  [command = '', ...words]: readonly string[],
  { meant, before = [] }: PublicParts,
): string[] | undefined {
  if (!isCommand(command)) return undefined;
  const parts = partsOf(words, settingsOf(command));
  const inputs = shownInputs(parts.flatMap(inputsIn));
  const saved = before.flatMap(each => savedIn(each));
  const shown = parts
    .filter(part => 'word' in part || part.kind.names !== 'program')
    .map(part => {
      if ('word' in part) return part;
      return { ...part, value: publicValue(part, { inputs, saved, meant }) };
    });
  return [command, ...wordsOf(shown)];
}

const isCommand = (word: string): word is CommandName =>
  (COMMAND_NAMES as readonly string[]).includes(word);

interface Known {
  inputs: ReadonlyMap<string, string>;
  saved: readonly string[];
  meant(name: SettingName): unknown;
}

function publicValue({ name, kind, value }: ValuePart, { inputs, saved, meant }: Known): string {
  if (name === 'records') return madePath(value, saved);
  if (kind.isInput || isFilePath(kind, value)) return inputs.get(value) ?? value;
  if (kind.names === 'place') return publicPath(value);
  if (kind.names === 'server') return publicServer(value);
  return kind.names === 'text' ? publicText(value, kind, meant(name)) : value;
}

/** A text, or the file that stands for it. */
function publicText(value: string, kind: Kind<unknown>, meant: unknown): string {
  if (value.startsWith('@@')) return value;
  if (value.startsWith('@')) return `@${lastNames(value.slice(1))}`;
  if (!readsAsText(value, kind)) return value;
  const isText =
    typeof meant === 'string' ? withoutSecrets(meant) === value : !/^[/~]\S*\/\S+$/.test(value);
  return isText ? value : `@${lastNames(value)}`;
}

/** Whether a value is neither JSON nor what was to be some. */
function readsAsText(value: string, kind: Kind<unknown>): boolean {
  try {
    return typeof kind.read(value) === 'string';
  } catch {
    return false;
  }
}

/** The address of a server, with this machine in place of its host. */
function publicServer(value: string): string {
  const [whole = '', scheme = '', host = ''] =
    /^([a-z]+:\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(value) ?? [];
  return isLoopback(host) ? value : `${scheme}localhost${value.slice(whole.length)}`;
}

const STANDARD_INPUT = '-';

/** The files that a part names to be read in the folder of the inputs. */
function inputsIn(part: Part): string[] {
  if ('word' in part || part.name === 'records') return [];
  const { kind, value } = part;
  return kind.isInput || isFilePath(kind, value) ? [value] : [];
}

/** Inputs by their names alone; with as many folders as it takes to tell those of one name apart. */
function shownInputs(inputs: readonly string[]): Map<string, string> {
  const files = [...new Set(inputs)].filter(
    input => input !== STANDARD_INPUT && !isHubAddress(input),
  );
  const shown = new Map<string, string>();
  for (const file of files) {
    const { path, member } = inputPlace(file);
    const others = files.map(each => inputPlace(each).path).filter(each => each !== path);
    const most = publicNames(path).length;
    let count = 1;
    const isTaken = (): boolean =>
      others.some(other => lastNames(other, count) === lastNames(path, count));
    while (count < most && isTaken()) count++;
    const isWhole = !leadsAway(path) && most <= count;
    const name = isWhole ? path : lastNames(path, count);
    shown.set(file, member === undefined ? name : `${name}#${member}`);
  }
  return shown;
}

/** The folders that a published command saves to. */
function savedIn([command = '', ...words]: readonly string[]): string[] {
  if (!isCommand(command)) return [];
  return partsOf(words, settingsOf(command)).flatMap(part =>
    'word' in part || part.name !== 'saveDir' ? [] : [part.value],
  );
}

/** What another command has made: below the folder that it saves to, where that is told. */
function madePath(value: string, saved: readonly string[]): string {
  if (value === STANDARD_INPUT || !leadsAway(value)) return publicPath(value);
  const names = publicNames(value);
  for (const folder of saved) {
    const base = folder.split('/').filter(name => name !== '' && name !== '.');
    const at = names.findLastIndex((_, i) => base.every((name, j) => names[i + j] === name));
    if (base.length > 0 && at >= 0) return names.slice(at).join('/');
  }
  return lastNames(value);
}
