import { Readable } from 'node:stream';
import type { InputLimits } from '../input/limits.js';
import { openInput } from '../input/open.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { flow } from '../stream/flow.js';
import { readRecords } from './read-records.js';

/**
 * The records of a file (JSON lines, or a JSON array), or of some, one after the other; `-` is standard input.
 *
 * @throws (as an error event) INPUT_*
 */
export function recordsOf(
  files: string | readonly string[],
  onReject: (reject: Reject) => void,
  limits?: InputLimits,
): Readable {
  const [file, ...more] = [files].flat();
  if (file !== undefined && more.length === 0) return recordsOfOne(file, onReject, limits);
  return Readable.from(
    (async function* (): AsyncGenerator<Fields> {
      for (const each of files) yield* recordsOfOne(each, onReject, limits);
    })(),
    { highWaterMark: 16 },
  );
}

const recordsOfOne = (
  file: string,
  onReject: (reject: Reject) => void,
  limits: InputLimits | undefined,
): Readable => flow(openInput(file, { limits }), readRecords({ file, onReject, limits }));
