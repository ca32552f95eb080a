import type { Column, Columns } from '../../records/columns.js';
import { invalid, isFields } from '../../records/fields.js';

const LEAVES = {
  text: { expected: 'a string', is: (value: unknown) => typeof value === 'string' },
  whole: { expected: 'a whole number', is: Number.isSafeInteger },
  fraction: { expected: 'a number', is: Number.isFinite },
  flag: { expected: 'true or false', is: (value: unknown) => typeof value === 'boolean' },
} as const;

/**
 * A record with all of some columns, in their order, and nothing else; null where it has nothing.
 *
 * @param path of the record in what it is a part of, for messages: empty, or with its full stop
 * @throws RecordError RECORD_INVALID for a value that its column cannot hold: tables have one type a
 *   column
 */
export function inColumns(record: object, columns: Columns, path = ''): Record<string, unknown> {
  const fields = record as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      inColumn(fields[name] ?? null, column, `${path}${name}`),
    ]),
  );
}

function inColumn(value: unknown, column: Column, path: string): unknown {
  if (value === null) return null;
  if (typeof column === 'string') {
    const { expected, is } = LEAVES[column];
    if (!is(value)) throw invalid(path, value, expected);
    return value;
  }
  if (isList(column)) {
    if (!Array.isArray(value)) throw invalid(path, value, 'an array');
    return value.map((item: unknown, i) => inColumn(item ?? null, column[0], `${path}[${i}]`));
  }
  if (!isFields(value)) throw invalid(path, value, 'an object');
  return inColumns(value, column, `${path}.`);
}

const isList = (column: Column): column is readonly [Column] => Array.isArray(column);
