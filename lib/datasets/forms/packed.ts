import { isFields } from '../../records/fields.js';

/** Whether a value is a list, or a text that begins as the JSON of one does. */
export const isList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && /^\s*\[/.test(value));

/**
 * Whether a value is a list that does not begin with a bare text, or columns with titles, be it as
 * JSON text.
 */
export function areRows(value: unknown): boolean {
  const rows = unpacked(value);
  if (Array.isArray(rows)) return typeof rows[0] !== 'string';
  return isFields(rows) ? isList(rows.title) : isList(rows);
}

/**
 * The list or object whose JSON a text holds, as tables without nested columns have it; any other
 * value as it is.
 */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // A text that merely begins with a bracket.
    return value;
  }
}
