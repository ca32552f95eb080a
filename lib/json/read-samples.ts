import { Transform } from 'node:stream';
import { KeychainError } from '../errors.js';
import type { Sample } from '../records/sample.js';
import { settle } from '../stream/settle.js';
import { jsonLines } from './lines.js';

/**
 * The stage that reads samples: a Transform of bytes (JSON lines) to {@link Sample}.
 *
 * @throws (as an error event) INPUT_SYNTAX, INPUT_TRUNCATED; INPUT_FORMAT for a line that is no
 *   sample
 */
export function readSamples(file = '-'): Transform {
  const stream = new Transform({
    readableObjectMode: true,
    readableHighWaterMark: 16,
    transform: (chunk: Buffer, _encoding, done) => settle(() => lines.write(chunk), done),
    flush: done => settle(() => lines.end(), done),
  });
  const lines = jsonLines(file, 0, (value, offset) => {
    if (!isSample(value)) {
      throw new KeychainError(
        'INPUT_FORMAT',
        `${file}, byte ${offset}: expected a sample with id, input and meta, as fill and synth write it`,
      );
    }
    stream.push(value);
  });
  return stream;
}

function isSample(value: unknown): value is Sample {
  const { id, input, meta } = (value ?? {}) as Partial<Record<keyof Sample, unknown>>;
  return (
    typeof id === 'string' &&
    typeof input === 'string' &&
    typeof meta === 'object' &&
    meta !== null &&
    Array.isArray((meta as { passages?: unknown }).passages)
  );
}
