import type { Place } from './place.js';

/** A bad record: kept, counted, explained. One JSON line each in a rejects file. */
export interface Reject extends Partial<Place> {
  code: string;
  message: string;
  /** Id of the question, where it is known. */
  id?: string;
  max_seq_length?: number;
}
