import { Transform } from 'node:stream';
import { utf8Check } from '../input/utf8.js';
import { settle } from '../stream/settle.js';
import type { JsonValue, ValueReader } from './parsing/values.js';

/** Records that wait on the reader's side before the writer is told to. */
const RECORDS_AHEAD = 16;

export interface ReadStageParts<Out> {
  /** Name of the input, for messages. */
  file: string;
  /** Finds the values in the bytes. */
  reader: ValueReader;
  /** Makes records of the values that a chunk gives; what it throws ends the stream. */
  recordsOf: (values: Iterable<JsonValue>) => Iterable<Out>;
  /** Called exactly once, however the stage ends. */
  close?: () => void | Promise<void>;
  /** Bytes that wait on the writer's side. Default: Node's own. */
  bytesAhead?: number;
}

/**
 * Makes a Transform from bytes to records. In memory at once: the chunk, the value under way, and
 * the records of one chunk.
 *
 * @throws (as an error event) INPUT_NOT_UTF8, INPUT_TRUNCATED, and what its parts throw
 */
export function readStage<Out>(parts: ReadStageParts<Out>): Transform {
  const { file, reader, recordsOf, close, bytesAhead } = parts;
  const utf8 = utf8Check(file);
  const stage = new Transform({
    readableObjectMode: true,
    readableHighWaterMark: RECORDS_AHEAD,
    ...(bytesAhead !== undefined && { writableHighWaterMark: bytesAhead }),
    transform(chunk: Buffer, _encoding, done) {
      settle(() => {
        utf8.write(chunk);
        pushAll(recordsOf(reader.write(chunk)));
      }, done);
    },
    flush(done) {
      settle(() => {
        utf8.end();
        pushAll(recordsOf(reader.end()));
      }, done);
    },
    destroy(error, done) {
      settle(
        () => close?.(),
        closeError => done(error ?? closeError ?? null),
      );
    },
  });
  const pushAll = (records: Iterable<Out>): void => {
    for (const record of records) stage.push(record);
  };
  return stage;
}
