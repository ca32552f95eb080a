import type { Random } from '../random.js';
import { MONTHS } from './lexicon.js';

/** One of the ways to tell something. */
export type Line<Context> = (context: Context) => string;

/** One of several. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)]!;
}

/** Tells something in one of several ways. */
export function tell<Context>(
  random: Random,
  lines: readonly Line<Context>[],
  context: Context,
): string {
  return pick(random, lines)(context);
}

/** An integer from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

/** `1,204` */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ',');
}

/** A decimal with one place, such as `3.5`. */
export function decimal(random: Random, low: number, high: number): string {
  return `${between(random, low, high - 1)}.${between(random, 1, 9)}`;
}

/** The word with its indefinite article. */
export function a(word: string): string {
  return `${/^(?:[aeiouáéåø]|hour)/iu.test(word) ? 'an' : 'a'} ${word}`;
}

/** The text as it stands at the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A day of the common calendar, and the other way of writing it. */
export function dayIn(random: Random, year: number): { day: string; alias: string } {
  const month = pick(random, MONTHS);
  const day = between(random, 1, 30);
  return { day: `${day} ${month} ${year}`, alias: `${month} ${day}, ${year}` };
}

/** Words, as blanks part them. */
export function countWords(text: string): number {
  let words = 1;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) words++;
  return words;
}

/** So many random hex digits. */
export function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += random.below(0x10000).toString(16).padStart(4, '0');
  return text.slice(0, digits);
}
