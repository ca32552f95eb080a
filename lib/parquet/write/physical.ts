import { RecordError } from '../../errors.js';
import type { Leaf } from './table.js';

/** What a value of a column is written as; undefined for none. */
export type Physical = Uint8Array | bigint | number | boolean | undefined;

const WRITE: Readonly<Record<Leaf['kind'], (value: unknown) => Physical>> = {
  text: value => {
    if (value instanceof Uint8Array) return value;
    return typeof value === 'string' && value.isWellFormed() ? Buffer.from(value) : undefined;
  },
  whole: value => (Number.isSafeInteger(value) ? BigInt(value as number) : undefined),
  fraction: value => (Number.isFinite(value) ? (value as number) : undefined),
  flag: value => (typeof value === 'boolean' ? value : undefined),
};

const EXPECTED: Readonly<Record<Leaf['kind'], string>> = {
  text: 'text',
  whole: 'a whole number',
  fraction: 'a number',
  flag: 'true or false',
};

/**
 * A value as it is written; null is none. Texts may be given in UTF-8.
 *
 * @throws RecordError RECORD_INVALID for one that the column cannot hold: nothing is changed so that
 *   it can
 */
export function physical(value: unknown, { kind, name }: Leaf): Physical {
  if (value === null || value === undefined) return undefined;
  const written = WRITE[kind](value);
  if (written !== undefined) return written;
  const found =
    typeof value === 'string' && kind === 'text'
      ? 'holds half of a surrogate pair, which is no UTF-8'
      : `is ${JSON.stringify(value)}; expected ${EXPECTED[kind]}`;
  throw new RecordError('RECORD_INVALID', `${name} ${found}`);
}
