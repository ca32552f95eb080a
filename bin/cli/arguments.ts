import { parseArgs } from 'node:util';
import { KeychainError } from '../../lib/errors.js';
import { type Given, type Rows, spellings, type Values } from '../../lib/settings/given.js';
import { GROUPS, type GroupName } from '../../lib/settings/groups.js';
import type { SettingName } from '../../lib/settings/table.js';
import { type Kind, ValueError } from '../../lib/values/kind.js';
import { nearest } from '../../lib/values/nearest.js';
import { elsewhere } from './elsewhere.js';

/** The arguments of a command. */
export interface Arguments {
  given: Given;
  /** Those without a name, in order. */
  words: string[];
  /** Set where help is asked for, all of it or that of a group. */
  help?: { group?: GroupName | undefined };
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/**
 * Reads the arguments of a command that takes some rows of the table. Options may be spelt with
 * underscores, a switch may be turned off (`--no-shuffle-qa`, `--shuffle-qa=false`), and a negative
 * number is a value.
 *
 * @throws KeychainError USAGE naming what is allowed, or the nearest spelling
 */
export function readArguments(args: readonly string[], rows: Rows): Arguments {
  const names = spellings(rows);
  const kindOf = (spelled: string): Kind<unknown> => rows.get(names.get(spelled)!)!.kind;
  const { tokens } = parseArgs({
    args: withHyphens(args),
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(
        [...names.keys()].map(spelled => [
          spelled,
          { type: isSwitch(kindOf(spelled)) ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
    },
  });
  const help = helpAskedFor(tokens);
  if (help) return { given: {}, words: [], help };
  const given: Values = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const off = switchedOff(token.name, names, kindOf);
    const name = off ?? names.get(token.name);
    if (name === undefined)
      throw unknownOption(token, wordBehind(token, tokens), [...names.keys()]);
    if (off !== undefined && token.value !== undefined) {
      throw new KeychainError('USAGE', `${token.rawName} takes no value`);
    }
    const { kind } = rows.get(name)!;
    const value = off === undefined ? readOption(token, kind) : false;
    given[name] = kind.isRepeated
      ? [...((given[name] as unknown[]) ?? []), ...(value as unknown[])]
      : value;
  }
  return { given: given as Given, words };
}

const isSwitch = ({ placeholder }: Kind<unknown>): boolean => placeholder === undefined;

/** The reference's spelling of options, with underscores, becomes ours. */
function withHyphens(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, i) =>
    end >= 0 && i >= end ? arg : arg.replace(/^--[a-z][\w-]*/, name => name.replaceAll('_', '-')),
  );
}

function helpAskedFor(tokens: readonly Token[]): Arguments['help'] {
  const at = tokens.findIndex(token => token.kind === 'option' && token.name === 'help');
  const token = tokens[at];
  if (token?.kind !== 'option') return undefined;
  const next = tokens[at + 1];
  const follows = next?.kind === 'positional' && next.index === token.index + 1;
  const group = token.value ?? (follows ? next.value : undefined);
  return { group: group === undefined ? undefined : groupNamed(group) };
}

function groupNamed(name: string): GroupName {
  if (Object.hasOwn(GROUPS, name)) return name as GroupName;
  const groups = Object.keys(GROUPS);
  const near = nearest(name, groups);
  const hint = near === undefined ? `groups are ${groups.join(', ')}` : `did you mean ${near}?`;
  throw new KeychainError('USAGE', `--help ${name}: no such group of options; ${hint}`);
}

/** The switch that `--no-...` turns off. */
function switchedOff(
  spelled: string,
  names: ReadonlyMap<string, SettingName>,
  kindOf: (spelled: string) => Kind<unknown>,
): SettingName | undefined {
  const rest = /^no-(.+)/.exec(spelled)?.[1];
  return rest !== undefined && names.has(rest) && isSwitch(kindOf(rest))
    ? names.get(rest)
    : undefined;
}

function readOption({ rawName, value, inlineValue }: OptionToken, kind: Kind<unknown>): unknown {
  if (isSwitch(kind) && value === undefined) return true;
  // `--hops --quiet` has forgotten a value, while `--hops -1` has a wrong one.
  const isForgotten = !inlineValue && !kind.isOptions && value?.startsWith('--');
  if (value === undefined || isForgotten) {
    throw new KeychainError('USAGE', `${rawName} needs a value: ${rawName} ${kind.placeholder}`);
  }
  try {
    return kind.read(value);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    // What is not of its kind may be a secret still.
    const said = kind.hide ? '' : ` ${value}`;
    throw new KeychainError('USAGE', `${rawName}${said}: ${error.message}`);
  }
}

function unknownOption(
  { rawName, name }: OptionToken,
  value: string | undefined,
  spelled: readonly string[],
): KeychainError {
  const known = elsewhere(name, value, spelled);
  if (known !== undefined) return new KeychainError('USAGE', `unknown option ${rawName}; ${known}`);
  const near = nearest(rawName.replace(/^--?/, ''), spelled);
  const hint = near === undefined ? 'see --help' : `did you mean --${near}?`;
  return new KeychainError('USAGE', `unknown option ${rawName}; ${hint}`);
}

/** What may be the value of an option that nobody knows. */
function wordBehind(token: OptionToken, tokens: readonly Token[]): string | undefined {
  if (token.value !== undefined) return token.value;
  const next = tokens[tokens.indexOf(token) + 1];
  return next?.kind === 'positional' && next.index === token.index + 1 ? next.value : undefined;
}
