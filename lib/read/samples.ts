import { Transform } from 'node:stream';
import { KeychainError } from '../errors.js';
import type { Sample } from '../records.js';
import { jsonLines } from './json-lines.js';

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
    transform: (chunk: Buffer, _encoding, done) => attempt(() => lines.write(chunk), done),
    flush: done => attempt(() => lines.end(), done),
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

function attempt(run: () => void, done: (error?: Error | null) => void): void {
  try {
    run();
    done();
  } catch (error) {
    done(error as Error);
  }
}
