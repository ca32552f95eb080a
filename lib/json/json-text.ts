import { ADDED_COLUMNS, COLUMNS, type Column, type Columns } from '../records/columns.js';

/** Where fractions stand, by the names of fields; lists are looked through. */
type Fractions = 'fraction' | ReadonlyMap<string, Fractions>;

function fractionsIn(column: Column): Fractions | undefined {
  if (column === 'fraction') return column;
  if (typeof column === 'string') return undefined;
  if (isList(column)) return fractionsIn(column[0]);
  const fields = new Map<string, Fractions>();
  for (const [name, inner] of Object.entries(column)) {
    const found = fractionsIn(inner);
    if (found) fields.set(name, found);
  }
  return fields.size > 0 ? fields : undefined;
}

const isList = (column: Column): column is readonly [Column] => Array.isArray(column);

const ALL: Columns = Object.assign({}, ...Object.values({ ...COLUMNS, ...ADDED_COLUMNS }));

/** The fields of records in which there are fractions. */
const FRACTIONS = fractionsIn(ALL) as ReadonlyMap<string, Fractions>;

/** What readers of lines take for the end of one, and JSON allows inside a string. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/**
 * What JSON has of a value: as `JSON.stringify` has it, without a character that a reader of lines
 * takes for the end of one (U+0085, U+2028, U+2029), which are escaped as lone surrogates are.
 */
export const jsonText = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, undefined, indent) ?? 'null').replace(
    LINE_ENDS,
    end => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A field of a record: its value in JSON, fractions always with their point. */
export function fieldJson(name: string, value: unknown): string {
  return withFractions(value, FRACTIONS.get(name));
}

/** A record as a line of JSON, without its end; fields that are undefined are left out. */
export function recordJson(record: object): string {
  return withFractions(record, FRACTIONS);
}

/** What writes records of some columns as lines of JSON, without their ends. */
export function columnsJson(columns: Columns): (record: object) => string {
  const fractions = fractionsIn(columns);
  return record => withFractions(record, fractions);
}

function withFractions(value: unknown, fractions: Fractions | undefined): string {
  if (fractions === undefined) return jsonText(value);
  if (Array.isArray(value)) return `[${value.map(item => withFractions(item, fractions))}]`;
  if (fractions === 'fraction') return fractionJson(value);
  if (typeof value !== 'object' || value === null) return jsonText(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${jsonText(name)}:${withFractions(field, fractions.get(name))}`);
  return `{${fields}}`;
}

/** A reader takes 1 for a whole number, and then fails on 0.3. */
function fractionJson(value: unknown): string {
  const text = jsonText(value);
  return typeof value === 'number' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
