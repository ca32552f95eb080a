import type { Column, Columns } from '../../records/columns.js';
import { type Fields, isFields } from '../../records/fields.js';

/** Where a row is not as its columns say. */
export interface Misfit {
  /** Of the field, such as `meta.hops`. */
  name: string;
  /** What is wrong with it, in words. */
  why: string;
  /** True if it is of the right type, but the text cannot be written in UTF-8. */
  isText: boolean;
}

const EXPECTED: Readonly<Record<Extract<Column, string>, [string, (value: unknown) => boolean]>> = {
  text: ['text', value => typeof value === 'string'],
  whole: ['a whole number', Number.isSafeInteger],
  fraction: ['a number', Number.isFinite],
  flag: ['true or false', value => typeof value === 'boolean'],
};

/**
 * The first thing in a row that its columns cannot hold as it is: a field that there is no column for,
 * one that is missing, or a value of another type. Nothing may be null.
 */
export function misfitOf(columns: Columns, row: Fields): Misfit | undefined {
  return inFields(columns, row, '');
}

function inFields(columns: Columns, fields: Fields, before: string): Misfit | undefined {
  for (const [name, value] of Object.entries(fields)) {
    if (!Object.hasOwn(columns, name)) return misfit(before + name, 'is no field of its kind');
    const found = inColumn(columns[name]!, value, before + name);
    if (found) return found;
  }
  const missing = Object.keys(columns).find(name => !Object.hasOwn(fields, name));
  return missing === undefined ? undefined : misfit(before + missing, 'is missing');
}

function inColumn(column: Column, value: unknown, name: string): Misfit | undefined {
  if (typeof column === 'string') {
    const [expected, is] = EXPECTED[column];
    if (!is(value)) return misfit(name, `is not ${expected}`);
    if (typeof value !== 'string' || value.isWellFormed()) return undefined;
    return { name, why: 'holds half of a surrogate pair, which is no UTF-8', isText: true };
  }
  if (Array.isArray(column)) {
    if (!Array.isArray(value)) return misfit(name, 'is not a list');
    for (const [i, item] of value.entries()) {
      const found = inColumn(column[0] as Column, item, `${name}[${i}]`);
      if (found) return found;
    }
    return undefined;
  }
  if (!isFields(value)) return misfit(name, 'is not an object');
  return inFields(column as Columns, value, `${name}.`);
}

const misfit = (name: string, why: string): Misfit => ({ name, why, isText: false });
