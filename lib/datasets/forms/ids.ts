import { type Fields, filledField, invalid } from '../../records/fields.js';
import { numberText } from './numbers.js';

/**
 * The id of a record, from the first of some fields that it has; an integer is its digits.
 *
 * @throws RecordError
 */
export function idField(record: Fields, ...keys: [string, ...string[]]): string {
  const key = keys.find(each => (record[each] ?? undefined) !== undefined) ?? keys.at(-1)!;
  const value = record[key];
  if (typeof value !== 'number') return filledField(record, key);
  if (!Number.isInteger(value)) throw invalid(key, value, 'a string or an integer');
  return numberText(value, key);
}
