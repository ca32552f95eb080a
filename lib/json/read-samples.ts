import type { Transform } from 'node:stream';
import { KeychainError } from '../errors.js';
import type { Sample } from '../records/sample.js';
import { jsonLines } from './parsing/lines.js';
import type { JsonValue } from './parsing/values.js';
import { readStage } from './read-stage.js';

/**
 * The stage that reads samples: a Transform of bytes (JSON lines) to {@link Sample}.
 *
 * @throws (as an error event) INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8; INPUT_FORMAT for a
 *   line that is no sample
 */
export function readSamples(file = '-'): Transform {
  function* samplesOf(values: Iterable<JsonValue>): Generator<Sample> {
    for (const { value, offset } of values) {
      if (!isSample(value)) throw noSample(file, offset);
      yield value;
    }
  }
  return readStage({ file, reader: jsonLines(file), recordsOf: samplesOf });
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

function noSample(file: string, offset: number): KeychainError {
  return new KeychainError(
    'INPUT_FORMAT',
    `${file}, byte ${offset}: expected a sample with id, input and meta, as fill and synth write it`,
  );
}
