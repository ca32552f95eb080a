import type { Question } from './question.js';

/** Where a record came from. */
export interface Place {
  /** File name, or `-` for standard input. */
  file: string;
  /** Ordinal among the file's records, from 0. */
  record: number;
  /** Byte offset of the record's first byte in the (decompressed) input; of a table, in its rows as lines. */
  offset: number;
}

const places = new WeakMap<Question, Place>();

/** Remembers where a question was read, outside the record, so that it is never written. */
export function rememberPlace(question: Question, place: Place): void {
  places.set(question, place);
}

/** Where this very object was read; undefined for a copy, or a question that was made elsewhere. */
export function placeOf(question: Question): Place | undefined {
  return places.get(question);
}
