import { invalid, isFields, texts } from '../../records/fields.js';
import { unpacked } from './packed.js';

/**
 * A list, be it written as JSON text; `path` names it in messages.
 *
 * @throws RecordError if it is none; `expected` says what should be there
 */
export function listOf(value: unknown, path: string, expected: string): readonly unknown[] {
  const list = unpacked(value);
  if (!Array.isArray(list)) throw invalid(path, value, expected);
  return list;
}

/**
 * A list of objects, be it written as JSON text, or as columns: one object of lists as long as each
 * other, which is what Arrow's tables make of it.
 *
 * @throws RecordError if it is none
 */
export function rowsOf(value: unknown, path: string, expected: string): readonly unknown[] {
  const columns = unpacked(value);
  if (!isFields(columns) || Object.keys(columns).length === 0) return listOf(value, path, expected);
  const lists = Object.entries(columns).map(
    ([name, column]) => [name, listOf(column, `${path}.${name}`, 'an array')] as const,
  );
  const { length } = lists[0]![1];
  const other = lists.find(([, list]) => list.length !== length);
  if (other)
    throw invalid(`${path}.${other[0]}`, other[1], `an array of ${length}, as the others are`);
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[i]])),
  );
}

/** A list of texts, be it written as JSON text. */
export function textsOf(value: unknown, path: string): string[] {
  const list = unpacked(value);
  return texts(Array.isArray(list) ? list : value, path);
}
