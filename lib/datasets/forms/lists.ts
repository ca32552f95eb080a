import { invalid, texts } from '../../records/fields.js';
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

/** A list of texts, be it written as JSON text. */
export function textsOf(value: unknown, path: string): string[] {
  const list = unpacked(value);
  return texts(Array.isArray(list) ? list : value, path);
}
