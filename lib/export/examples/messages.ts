import { type Fields, invalid, isFields } from '../../records/fields.js';
import type { Message } from '../example.js';

/**
 * The conversation in a field; none where it is an empty list.
 *
 * @throws RecordError RECORD_INVALID
 */
export function messagesIn(record: Fields, field: string): Message[] {
  const list = record[field];
  if (!Array.isArray(list)) throw invalid(field, list, 'an array of {role, content}');
  return list.map((message: unknown, i) => {
    const { role, content } = isFields(message) ? message : {};
    if (typeof role !== 'string' || typeof content !== 'string') {
      throw invalid(`${field}[${i}]`, message, 'an object with role and content, both texts');
    }
    return { role, content };
  });
}
