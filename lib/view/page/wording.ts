const NUMBERS = new Intl.NumberFormat('en-US');

/** A number with its thousands apart. */
export const grouped = (value: number): string => NUMBERS.format(value);

/** Tokens as people say them: budgets as they are asked for (`4k`, `1m`), others as `812`, `4.1k`, `1.05M`. */
export function shortCount(value: number): string {
  if (value >= 2 ** 20 && value % 2 ** 20 === 0) return `${value / 2 ** 20}m`;
  if (value >= 1024 && value % 1024 === 0) return `${value / 1024}k`;
  if (value < 1000) return String(value);
  if (value < 999_500) return `${trimmed(value / 1000)}k`;
  return `${trimmed(value / 1_000_000)}M`;
}

const trimmed = (value: number): string =>
  value < 10 ? String(Number(value.toFixed(2))) : String(Number(value.toPrecision(3)));

/** A number and its noun: `1 chain`, `4 chains`. */
export const counted = (value: number, noun: string): string =>
  `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`;

/** A key as it is told in passing: long ones by their first characters. */
export function shortKey(key: string): string {
  const characters = [...key.slice(0, 40)];
  return characters.length <= 12 ? characters.join('') : `${characters.slice(0, 8).join('')}…`;
}

/** How far into a text an offset lies, in percent. */
export const percentOf = (at: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((100 * at) / whole);

/** Bytes as people say them. */
export function shortBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Characters that names may share at their beginning before that is left out. */
const SHARED = 16;

/** Long names without the beginning that all of them share, as far as whole words of it go. */
export function apart(names: readonly string[]): string[] {
  const [first = '', ...others] = names;
  let shared = others.length === 0 ? 0 : first.length;
  for (const name of others) {
    while (!name.startsWith(first.slice(0, shared))) shared--;
  }
  const cut = Math.max(...[...'-_/.'].map(mark => first.lastIndexOf(mark, shared - 1))) + 1;
  return cut < SHARED ? [...names] : names.map(name => `…${name.slice(cut)}`);
}
