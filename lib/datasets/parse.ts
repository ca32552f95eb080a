import { Transform, type TransformCallback } from 'node:stream';
import { KeychainError } from '../errors.js';
import { utf8Check } from '../input/utf8.js';
import { containerOf } from '../json/container.js';
import { jsonDocument } from '../json/document.js';
import { jsonLines, type ValueReader } from '../json/lines.js';
import type { Reject } from '../records/reject.js';
import { settle } from '../stream/settle.js';
import type { DatasetFormat } from './formats.js';
import { recordReader } from './record-reader.js';
import type { QuestionCheck } from './unique-ids.js';

export interface ParseOptions {
  /** Name of the input, for messages and rejects. Default `-`. */
  file?: string;
  /** The records' shape; 'auto', the default, tells it from the first record. */
  format?: DatasetFormat | 'auto';
  /** The questions' dataset. Default: the format's name, or what own records say. */
  dataset?: string;
  /**
   * Takes each bad record; without it they are passed over. What it throws ends the stream.
   */
  onReject?: (reject: Reject) => void;
  /** Lets questions pass or not; closed with the stream. Without it all pass. */
  check?: QuestionCheck;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Questions that wait on the reader's side before the writer is told to. */
const QUESTIONS_AHEAD = 16;

/**
 * Makes a Transform from the bytes of a dataset to Question records.
 *
 * Records come in a JSON array, one a line, or in the array `data` of an object, told apart by
 * content. In memory at once: the chunk, the value under way (a record, or an article of SQuAD)
 * and the questions of one chunk.
 *
 * @throws (as an error event) INPUT_FORMAT, INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8
 */
export function parse(options: ParseOptions = {}): Transform {
  const { file = '-', format = 'auto', dataset, onReject, check } = options;
  const utf8 = utf8Check(file);
  /** What has come before the container is known. */
  let head: Buffer = Buffer.alloc(0);
  let values: ValueReader | undefined;

  const onValue = recordReader({
    file,
    format,
    dataset,
    onReject,
    onQuestion: question => {
      if (!check || check.passes(question)) transform.push(question);
    },
  });

  const start = (complete: boolean): void => {
    if (head.length < BYTE_ORDER_MARK.length && !complete) return;
    const mark = head.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
    const body = head.subarray(mark);
    const container = containerOf(body, complete);
    if (container === undefined) return;
    if (container === 'none') throw unknownContainer(file, body, mark);
    values =
      container === 'lines'
        ? jsonLines(file, mark, onValue)
        : jsonDocument(file, mark, container, onValue);
    values.write(body);
  };

  const transform = new Transform({
    readableObjectMode: true,
    writableHighWaterMark: 1 << 19,
    readableHighWaterMark: QUESTIONS_AHEAD,
    transform(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        utf8.write(chunk);
        if (values) return values.write(chunk);
        head = Buffer.concat([head, chunk]);
        start(false);
      });
    },
    flush(done) {
      attempt(done, () => {
        if (!values) start(true);
        utf8.end();
        values?.end();
      });
    },
    destroy(error, done) {
      settle(
        () => check?.close(),
        closeError => done(error ?? closeError ?? null),
      );
    },
  });
  return transform;
}

function attempt(done: TransformCallback, run: () => void): void {
  try {
    run();
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

function unknownContainer(file: string, body: Buffer, offset: number): KeychainError {
  const found = body.toString('utf8', 0, 60).trim().slice(0, 20);
  return new KeychainError(
    'INPUT_FORMAT',
    `${file}: ${found ? `${JSON.stringify(found)} at byte ${offset}` : 'is empty'}; expected a JSON array of records, one JSON record a line, or a JSON object with an array "data"`,
  );
}
