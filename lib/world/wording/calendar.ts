import type { Random } from '../../random.js';
import { MONTHS } from './lexicon.js';
import { pick } from './lines.js';
import { between } from './numbers.js';

/** A day of the common calendar, and the other way of writing it. */
export function dayIn(random: Random, year: number): { day: string; alias: string } {
  const month = pick(random, MONTHS);
  const day = between(random, 1, 30);
  return { day: `${day} ${month} ${year}`, alias: `${month} ${day}, ${year}` };
}
