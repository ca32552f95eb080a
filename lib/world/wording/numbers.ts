import type { Random } from '../../random.js';

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

/** So many random hex digits. */
export function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += random.below(0x10000).toString(16).padStart(4, '0');
  return text.slice(0, digits);
}
