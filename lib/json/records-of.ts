import { Readable } from 'node:stream';
import { openInput } from '../input/open.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { flow } from '../stream/flow.js';
import { readRecords } from './read-records.js';

/**
 * The records of a file of JSON lines, or of some, one after the other; `-` is standard input.
 *
 * @throws (as an error event) INPUT_*
 */
export function recordsOf(
  files: string | readonly string[],
  onReject: (reject: Reject) => void,
): Readable {
  const [file, ...more] = [files].flat();
  if (file !== undefined && more.length === 0) return recordsOfOne(file, onReject);
  return Readable.from(
    (async function* (): AsyncGenerator<Fields> {
      for (const each of files) yield* recordsOfOne(each, onReject);
    })(),
    { highWaterMark: 16 },
  );
}

const recordsOfOne = (file: string, onReject: (reject: Reject) => void): Readable =>
  flow(openInput(file), readRecords({ file, onReject }));
