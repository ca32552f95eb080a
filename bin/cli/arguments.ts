import { parseArgs } from 'node:util';
import leven from 'leven';
import { KeychainError } from '../../lib/errors.js';
import type { OptionTable } from './options.js';

/** Options as given or by default, and the arguments without a name. */
export interface Arguments {
  /** Value of an option, given or default. */
  text(name: string): string | undefined;
  /** All values of an option that may be given more than once. */
  texts(name: string): string[];
  flag(name: string): boolean;
  /** True if the option was given, not just has a default. */
  given(name: string): boolean;
  positionals: string[];
}

/**
 * Reads the arguments of one command.
 *
 * @throws KeychainError USAGE naming the nearest spelling
 */
export function readArguments(args: readonly string[], table: OptionTable): Arguments {
  const normal = withHyphens(args);
  for (const arg of normal) checkName(arg, table);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: withNegativeNumbers(normal, table),
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(table).map(([name, { value, multiple = false }]) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple },
        ]),
      ),
    });
  } catch (error) {
    const [firstLine = ''] = (error as Error).message.split(/\n|\. /);
    throw new KeychainError('USAGE', firstLine);
  }
  const { values, positionals } = parsed;
  const text = (name: string): string | undefined =>
    (values[name] as string | undefined) ?? table[name]?.default;
  return {
    text,
    texts: name => (values[name] as string[] | undefined) ?? [],
    flag: name => values[name] === true,
    given: name => values[name] !== undefined,
    positionals,
  };
}

/** The nearest of some words, if any is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map(candidate => ({ candidate, distance: leven(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

/** The reference's spelling of options, with underscores, becomes ours. */
function withHyphens(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, i) =>
    end >= 0 && i >= end ? arg : arg.replace(/^--[a-z][a-z_-]*/, name => name.replaceAll('_', '-')),
  );
}

function checkName(arg: string, table: OptionTable): void {
  const name = /^--([^=]+)/.exec(arg)?.[1];
  if (name === undefined || Object.hasOwn(table, name)) return;
  const near = nearest(name, Object.keys(table));
  throw new KeychainError(
    'USAGE',
    `unknown option --${name}${near ? `; did you mean --${near}?` : '; see --help'}`,
  );
}

/** `--num-samples -1` is meant as one option, not two. */
function withNegativeNumbers(args: readonly string[], table: OptionTable): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    const takesValue =
      before?.startsWith('--') && !before.includes('=') && table[before.slice(2)]?.value;
    if (takesValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
