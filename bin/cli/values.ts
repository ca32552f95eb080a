import { KeychainError } from '../../lib/errors.js';
import { type Arguments, nearest } from './arguments.js';

/** An integer option within bounds. */
export function integer(args: Arguments, name: string, min: number, max = 2 ** 53): number {
  const text = args.text(name) ?? '';
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
  const range = max === 2 ** 53 ? `at least ${min}` : `from ${min} to ${max}`;
  throw new KeychainError('USAGE', `--${name} ${text}: must be a whole number, ${range}`);
}

/** A number above 0. */
export function positive(args: Arguments, name: string): number {
  const text = args.text(name) ?? '';
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new KeychainError('USAGE', `--${name} ${text}: must be a number above 0`);
}

/** A number that is 0 or above. */
export function notNegative(args: Arguments, name: string): number {
  const text = args.text(name) ?? '';
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new KeychainError('USAGE', `--${name} ${text}: must be a number, 0 or above`);
}

/** One of some words. */
export function oneOf<W extends string>(args: Arguments, name: string, words: readonly W[]): W {
  const text = args.text(name) ?? '';
  const word = words.find(each => each === text);
  if (word !== undefined) return word;
  const near = nearest(text, words);
  throw new KeychainError(
    'USAGE',
    `--${name} ${text}: allowed are ${words.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
  );
}

/** A text in which `\n` and `\t` stand for a line feed and a tab. */
export const unescaped = (text: string): string =>
  text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');

/** `4k,8k,131072`: token budgets, `k` meaning 1,024. */
export function lengths(args: Arguments): number[] {
  const text = args.text('max-seq-length');
  if (text === undefined) {
    throw new KeychainError('USAGE', '--max-seq-length is needed, like --max-seq-length 4k,32k');
  }
  const values = text.split(',').map(part => {
    const [, digits, k] = /^(\d+)(k?)$/i.exec(part.trim()) ?? [];
    const value = Number(digits) * (k ? 1024 : 1);
    if (digits === undefined || value < 1) {
      throw new KeychainError(
        'USAGE',
        `--max-seq-length ${text}: must be token counts like 4k or 4096, separated by commas`,
      );
    }
    return value;
  });
  if (new Set(values).size === values.length) return values;
  throw new KeychainError('USAGE', `--max-seq-length ${text}: names a length twice`);
}
