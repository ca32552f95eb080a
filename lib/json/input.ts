import { KeychainError } from '../errors.js';
import { DEFAULT_LIMITS, type InputLimits } from '../input/limits.js';
import { firstNotBlank } from './parsing/blanks.js';
import { type Container, containerOf } from './parsing/container.js';
import { jsonDocument } from './parsing/document.js';
import { beginningHint } from './parsing/hint.js';
import { jsonLines } from './parsing/lines.js';
import type { JsonValue, ReaderOptions, ValueReader } from './parsing/values.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;
/** Bytes that say what an input is, and characters of them that a message shows. */
const BEGINNING = 512;
const SHOWN = 20;

export interface JsonInputOptions {
  /** Name of the input, for messages. */
  file: string;
  limits?: InputLimits | undefined;
  /**
   * Whether records may also stand in the array `data` of an object; if not, an object is a record.
   */
  wrapped?: boolean;
  /** Called for an input without any value, which is an error without it: a stage may get nothing. */
  onEmpty?: (() => void) | undefined;
}

/**
 * Reads the values of a JSON array, of lines, or of the array `data` in an object, told apart by
 * content, with or without a byte order mark. Blanks before the first value are passed over as they
 * come.
 *
 * @throws INPUT_FORMAT, while reading, if the input is none of them, or holds no value
 */
export function jsonInput(options: JsonInputOptions): ValueReader {
  const { file, limits = DEFAULT_LIMITS, wrapped = false, onEmpty } = options;
  const head = inputHead();
  let reader: ValueReader | undefined;
  /** Whether a value has come; lines hold one, since they begin with what is no blank. */
  let hasValue = false;

  const readerOf = (container: Container): ValueReader => {
    const reading: ReaderOptions = {
      file,
      start: head.offset(),
      startLine: head.line(),
      maxBytes: limits.maxRecordBytes,
    };
    return container === 'lines' ? jsonLines(reading) : jsonDocument(reading, container);
  };

  function* watched(found: Iterable<JsonValue>): Generator<JsonValue> {
    for (const value of found) {
      hasValue = true;
      yield value;
    }
  }

  function* begin(complete: boolean): Generator<JsonValue> {
    const body = head.body();
    if (body.length === 0) return;
    const container = containerOf(body, { complete, wrapped });
    if (container === undefined) return;
    if (container === 'none') throw unknownContainer(file, body, head.offset());
    reader = readerOf(container);
    hasValue = container === 'lines';
    yield* watched(reader.write(body));
  }

  return {
    // What a reader gives is handed on as it is: one generator more a value would be felt.
    write(chunk) {
      if (reader) return hasValue ? reader.write(chunk) : watched(reader.write(chunk));
      return head.add(chunk) ? begin(false) : [];
    },
    *end() {
      if (!reader) {
        head.complete();
        yield* begin(true);
      }
      if (reader) yield* watched(reader.end());
      if (hasValue) return;
      if (!onEmpty) throw noValue(file, reader !== undefined);
      onEmpty();
    },
  };
}

/** The beginning of an input, without a byte order mark and blanks. */
interface InputHead {
  /** Takes a chunk; true if it is time to look at the body (again). */
  add(chunk: Buffer): boolean;
  /** Says that no more comes. */
  complete(): void;
  body(): Buffer;
  /** Byte offset of the body. */
  offset(): number;
  /** The line in which the body begins, from 1. */
  line(): number;
}

function inputHead(): InputHead {
  let bytes: Buffer = Buffer.alloc(0);
  let offset = 0;
  let line = 1;
  let isMarkSeen = false;
  /** Bytes at which to look: twice as many as at the last time, so that all looks cost little. */
  let nextLook = 1;

  const skip = (count: number): void => {
    for (let at = 0; at < count; at++) if (bytes[at] === LINE_FEED) line++;
    bytes = bytes.subarray(count);
    offset += count;
  };
  const skipBlanks = (): void => {
    if (bytes.length > 0 && offset === 0 && !isMarkSeen) {
      if (bytes.indexOf(BYTE_ORDER_MARK) === 0) skip(BYTE_ORDER_MARK.length);
      isMarkSeen = true;
    }
    skip(firstNotBlank(bytes, 0));
  };

  return {
    add(chunk) {
      bytes = bytes.length > 0 ? Buffer.concat([bytes, chunk]) : chunk;
      const mayGrowToMark =
        !isMarkSeen && offset === 0 && bytes.length < 3 && BYTE_ORDER_MARK.indexOf(bytes) === 0;
      if (mayGrowToMark) return false;
      skipBlanks();
      if (bytes.length < nextLook) return false;
      nextLook = 2 * bytes.length;
      return true;
    },
    complete: skipBlanks,
    body: () => bytes,
    offset: () => offset,
    line: () => line,
  };
}

const EXPECTED =
  'expected a JSON array of records, one JSON record a line, or a JSON object with an array "data"';

function unknownContainer(file: string, body: Buffer, offset: number): KeychainError {
  const text = body.toString('utf8', 0, BEGINNING);
  const found = text.trim().slice(0, SHOWN);
  const hint = beginningHint(text);
  return new KeychainError(
    'INPUT_FORMAT',
    `${file}: ${JSON.stringify(found)} at byte ${offset}${hint}; ${EXPECTED}`,
  );
}

function noValue(file: string, hasFrame: boolean): KeychainError {
  const what = hasFrame ? 'holds no record' : 'is empty';
  return new KeychainError('INPUT_FORMAT', `${file}: ${what}; ${EXPECTED}`);
}
