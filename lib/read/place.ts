import type { Place, Question } from '../records.js';

const places = new WeakMap<Question, Place>();

/** Remembers where a question was read, outside the record, so that it is never written. */
export function rememberPlace(question: Question, place: Place): void {
  places.set(question, place);
}

/** Where this very object was read; undefined for a copy, or a question that was made elsewhere. */
export function placeOf(question: Question): Place | undefined {
  return places.get(question);
}
