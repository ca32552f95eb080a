import { RecordError } from '../../errors.js';

/**
 * The text of a number.
 *
 * @throws RecordError for an integer that JSON numbers cannot hold: its last digits are not those
 *   that were written
 */
export function numberText(value: number, path: string): string {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return String(value);
  const message = `${path} is an integer beyond 2^53, whose digits are lost when JSON is read; expected it as a string`;
  throw new RecordError('RECORD_INVALID', message);
}
