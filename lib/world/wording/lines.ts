import type { Random } from '../../random.js';

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
