import { Readable } from 'node:stream';
import type { InputLimits } from '../input/limits.js';
import { openInput } from '../input/open.js';
import type { InputPlaces } from '../input/spooled-input.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { flow } from '../stream/flow.js';
import { readRecords } from './read-records.js';

/**
 * The records of a file (JSON lines, or a JSON array), or of some, one after the other; `-` is
 * standard input.
 *
 * @param warn is told of a file without any record
 * @param places where the bytes of files stand, if not under their names
 * @throws (as an error event) INPUT_*
 */
export function recordsOf(
  files: string | readonly string[],
  onReject: (reject: Reject) => void,
  limits?: InputLimits,
  warn?: (message: string) => void,
  places: InputPlaces = new Map(),
): Readable {
  const recordsIn = (file: string): Readable =>
    flow(
      openInput(places.get(file) ?? file, { limits }),
      readRecords({ file, onReject, limits, onEmpty: () => warn?.(noRecord(file)) }),
    );
  const [file, ...more] = [files].flat();
  if (file !== undefined && more.length === 0) return recordsIn(file);
  return Readable.from(
    (async function* (): AsyncGenerator<Fields> {
      for (const each of files) yield* recordsIn(each);
    })(),
    { highWaterMark: 16 },
  );
}

/** What is said of an input that a stage gets nothing from. */
export const noRecord = (file: string): string => `${file}: holds no record`;
