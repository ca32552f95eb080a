import type { Random } from '../random.js';
import { makeUuid } from '../uuid.js';
import { WORD_PAIRS, wordPair } from './words.js';

/** A kind of values. No value stands in another one, whatever the kinds of the two. */
export interface ValueKind {
  /** What they are, for `--help`. */
  readonly help: string;
  /** How many different ones there are, at least. */
  readonly space: number;
  make(random: Random): string;
}

/** So many digits have the numbers. */
const DIGITS = 7;
const FIRST_NUMBER = 10 ** (DIGITS - 1);
const NUMBERS = 9 * FIRST_NUMBER;
/** In such a UUID a number may stand. */
const HOLDS_NUMBER = new RegExp(`\\d{${DIGITS}}`);

const words: ValueKind = {
  help: 'an adjective and a noun',
  space: WORD_PAIRS,
  make: wordPair,
};

const numbers: ValueKind = {
  help: `${DIGITS} digits`,
  space: NUMBERS,
  make: random => `${FIRST_NUMBER + random.below(NUMBERS)}`,
};

const uuid: ValueKind = {
  help: 'a UUID',
  space: 2 ** 121,
  make: random => {
    for (;;) {
      const value = makeUuid(random);
      if (!HOLDS_NUMBER.test(value)) return value;
    }
  },
};

/** Kinds that a value may be of by itself. */
const PLAIN = [words, numbers, uuid];

const mixed: ValueKind = {
  help: 'each of one of these kinds',
  // There are always others than words.
  space: NUMBERS,
  make: random => PLAIN[random.below(PLAIN.length)]!.make(random),
};

/** What the values of needles may be (`--value`). */
export const VALUE_KINDS = {
  words,
  numbers,
  uuid,
  mixed,
} as const satisfies Record<string, ValueKind>;

export type ValueKindName = keyof typeof VALUE_KINDS;
