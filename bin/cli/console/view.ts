import type { Reject } from '../../../lib/records/reject.js';
import type { Reporter } from '../../../lib/reporter.js';

/** How many records were rejected for a reason, and the first one. */
export interface RejectTally {
  count: number;
  first: Reject;
}

/** One way to show what a run tells. */
export interface View extends Reporter {
  /** The last word on what is under way, and an example of each kind of reject. */
  close(rejects: readonly RejectTally[]): void;
}

/** Where a bad record stands; of what was read from a corpus, its id is known alone. */
export const placeOf = ({ file, record, offset, id }: Reject): string =>
  [
    ...(file === undefined ? [] : [file]),
    ...(record === undefined ? [] : [`record ${record}`]),
    ...(offset === undefined ? [] : [`byte ${offset}`]),
    ...(record === undefined && id !== undefined ? [id] : []),
  ].join(', ');

/** One line a code. */
export const describeTally = ({ count, first }: RejectTally): string =>
  `${count} rejected (${first.code})${count > 1 ? ', the first' : ''}: ${placeOf(first)}: ${first.message}`;
