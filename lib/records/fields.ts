import { RecordError } from '../errors.js';

/** A JSON object whose fields have not been looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** Says that a field is not what it should be; `path` is only built when it is not. */
export function invalid(path: string, value: unknown, expected: string): RecordError {
  const found = value === undefined ? 'is missing' : `is ${kindOf(value)}`;
  return new RecordError('RECORD_INVALID', `${path} ${found}; expected ${expected}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return value === '' ? 'an empty string' : `a ${typeof value}`;
}

/** Whether a value is an object with fields: neither null nor an array. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record itself, which must be an object. */
export function fieldsOf(raw: unknown): Fields {
  if (!isFields(raw)) throw invalid('the record', raw, 'an object');
  return raw;
}

/** A text, as it is: lone surrogates, which no UTF-8 file can hold, are written as JSON escapes. */
export function textField(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value !== 'string') throw invalid(key, value, 'a string');
  return value;
}

/** A text that says something. */
export function filledField(fields: Fields, key: string): string {
  const value = textField(fields, key);
  if (value.trim() === '') throw invalid(key, '', 'text');
  return value;
}

/**
 * The list in a field.
 *
 * @throws RecordError if there is none; `expected` says what should be there
 */
export function listField(fields: Fields, key: string, expected: string): readonly unknown[] {
  const value = fields[key];
  if (!Array.isArray(value)) throw invalid(key, value, expected);
  return value;
}

/** A list of texts; `path` names it in messages. The very list. */
export function texts(value: unknown, path: string): string[] {
  if (!Array.isArray(value)) throw invalid(path, value, 'an array of strings');
  const wrong = value.findIndex(item => typeof item !== 'string');
  if (wrong >= 0) throw invalid(`${path}[${wrong}]`, value[wrong], 'a string');
  return value as string[];
}

/** What stands for true and false after tables, SQL and Python, in lower case. */
const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };

/** True or false, be it as 1 or 0 or as a text; `path` names it in messages. */
export function flag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  const known = typeof value === 'number' || typeof value === 'string';
  const word = known ? String(value).trim().toLowerCase() : '';
  if (Object.hasOwn(FLAGS, word)) return FLAGS[word]!;
  throw invalid(path, value, 'true or false');
}

/** The same in a field, or `fallback` where it is missing or null. */
export function flagField(fields: Fields, key: string, fallback?: boolean): boolean {
  const value = fields[key] ?? fallback;
  return value === undefined ? flag(fields[key], key) : flag(value, key);
}
