import { KeychainError } from '../errors.js';
import { containerOf } from './parsing/container.js';
import { jsonDocument } from './parsing/document.js';
import { jsonLines } from './parsing/lines.js';
import type { JsonValue, ValueReader } from './parsing/values.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads the values of a JSON array, of lines, or of the array `data` in an object, told apart by
 * content, with or without a byte order mark.
 *
 * @throws INPUT_FORMAT, while reading, if the input is none of them
 */
export function jsonInput(file: string): ValueReader {
  /** What has come before the container is known. */
  let head: Buffer = Buffer.alloc(0);
  let reader: ValueReader | undefined;

  const begin = (complete: boolean): Iterable<JsonValue> => {
    if (head.length < BYTE_ORDER_MARK.length && !complete) return [];
    const start = head.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
    const body = head.subarray(start);
    const container = containerOf(body, complete);
    if (container === undefined) return [];
    if (container === 'none') throw unknownContainer(file, body, start);
    reader = container === 'lines' ? jsonLines(file, start) : jsonDocument(file, start, container);
    head = Buffer.alloc(0);
    return reader.write(body);
  };

  return {
    write(chunk) {
      if (reader) return reader.write(chunk);
      head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
      return begin(false);
    },
    *end() {
      if (!reader) yield* begin(true);
      if (reader) yield* reader.end();
    },
  };
}

function unknownContainer(file: string, body: Buffer, offset: number): KeychainError {
  const found = body.toString('utf8', 0, 60).trim().slice(0, 20);
  return new KeychainError(
    'INPUT_FORMAT',
    `${file}: ${found ? `${JSON.stringify(found)} at byte ${offset}` : 'is empty'}; expected a JSON array of records, one JSON record a line, or a JSON object with an array "data"`,
  );
}
