import type { SeenPair } from './seen-context.js';

/** What a reader that follows pairs is able to do. */
export interface FollowerOptions {
  /** Tokens that it looks back: a pair that began further behind is forgotten. */
  window: number;
  /** How often it reads the context from beginning to end. Default 1. */
  passes?: number;
  /**
   * Whether it keeps every key that it has come to, or the last one alone, and so one branch of a
   * key that stands in several pairs: the one it meets first. Default true.
   */
  keepsAll?: boolean;
  /** First characters of a key that it compares; all by default. */
  characters?: number;
}

/** A question has blanks in it, which no key has. */
export const isQuestion = (value: string): boolean => value.includes(' ');

/**
 * A reader without a model that follows pairs. It starts with the head and reads forward. Where it
 * reads a pair whose key it keeps, it keeps the value too, and at once looks for it among the pairs
 * that began at most `window` tokens before the end of the one it has just read, the nearest first.
 * Another pass starts with the keys that it has, and with no pairs. Each pair is followed once.
 *
 * So a next pair that lies ahead is always found, and one that lies behind is found if it is near or
 * if a pass is left.
 *
 * @param pairs in the order of the context
 * @returns the first question that it comes to, if any
 */
export function follow(
  pairs: readonly SeenPair[],
  head: string,
  { window, passes = 1, keepsAll = true, characters }: FollowerOptions,
): string | undefined {
  const sightOf = (key: string): string => key.slice(0, characters);
  const kept = new Set([sightOf(head)]);
  const followed = new Set<SeenPair>();

  const step = (from: number, to: number): SeenPair | undefined => {
    for (let i = to; i >= from; i--) {
      const pair = pairs[i]!;
      if (kept.has(sightOf(pair.key)) && !followed.has(pair)) return pair;
    }
    return undefined;
  };

  for (let pass = 0; pass < passes; pass++) {
    let oldest = 0;
    for (let now = 0; now < pairs.length; now++) {
      const { at, tokens } = pairs[now]!;
      while (pairs[oldest]!.at < at + tokens - window && oldest < now) oldest++;
      // Nothing new can follow of what was passed before, unless this pair leads on.
      for (let found = step(now, now); found; found = step(oldest, now)) {
        followed.add(found);
        if (isQuestion(found.value)) return found.value;
        if (!keepsAll) kept.clear();
        kept.add(sightOf(found.value));
      }
    }
  }
  return undefined;
}
