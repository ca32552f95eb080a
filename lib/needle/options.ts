import { KeychainError } from '../errors.js';
import { VALUE_KINDS, type ValueKindName } from './values.js';
import { WORD_PAIRS } from './words.js';

/** What the needles of a run are like. */
export interface NeedleOptions {
  /** Keys of a sample. */
  keys: number;
  /** Values of each of them. */
  values: number;
  /** Keys that are asked for. */
  queries: number;
  /** What values are. */
  value: ValueKindName;
}

/** Sentences of a sample, above which there is no budget that would hold them. */
const MOST_NEEDLES = 1 << 17;
/** Share of all words that may be taken, so that drawing others does not take long. */
const TAKEN_SHARE = 1 / 2;

/**
 * Checks what needles are to be like before any is made.
 *
 * @throws KeychainError USAGE
 */
export function checkNeedles({ keys, values, queries, value }: NeedleOptions): void {
  atLeastOne('--keys', keys);
  atLeastOne('--values', values);
  atLeastOne('--queries', queries);
  if (queries > keys) {
    throw new KeychainError('USAGE', `--queries ${queries}: there are ${keys} keys to ask for`);
  }
  if (keys * values > MOST_NEEDLES) {
    throw new KeychainError(
      'USAGE',
      `--keys ${keys} with --values ${values}: ${keys * values} sentences, allowed are ${MOST_NEEDLES}`,
    );
  }
  const words = value === 'words' ? keys * (values + 1) : keys;
  if (words <= WORD_PAIRS * TAKEN_SHARE) return;
  throw new KeychainError(
    'USAGE',
    `--keys ${keys}: ${words} pairs of words are needed, allowed are ${WORD_PAIRS * TAKEN_SHARE}; take fewer keys` +
      (value === 'words' ? ` or another --value (${others(value)})` : ''),
  );
}

const others = (value: string): string =>
  Object.keys(VALUE_KINDS)
    .filter(name => name !== value)
    .join(', ');

function atLeastOne(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new KeychainError('USAGE', `${option} ${value}: must be a whole number, at least 1`);
}
