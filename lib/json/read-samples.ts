import type { Transform } from 'node:stream';
import { KeychainError, RecordError } from '../errors.js';
import type { InputLimits } from '../input/limits.js';
import { isFields } from '../records/fields.js';
import { rememberPlace } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import type { Sample } from '../records/sample.js';
import { looksLikeSample, sampleFields } from '../records/sample-fields.js';
import { jsonInput } from './input.js';
import type { JsonValue, ValueReader } from './parsing/values.js';
import { rejectOf } from './read-records.js';
import { readStage } from './read-stage.js';

export interface ReadSamplesOptions {
  /** Takes each line that is no sample; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** How long records may be. Default: `DEFAULT_LIMITS`. */
  limits?: InputLimits | undefined;
  /** Called at the end of an input without any record. */
  onEmpty?: (() => void) | undefined;
}

/**
 * The stage that reads samples: a Transform of bytes (JSON lines, or a JSON array) to
 * {@link Sample}.
 *
 * @throws (as an error event) INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8; INPUT_FORMAT at the end
 *   of an input in which no line is anything like a sample
 */
export function readSamples(
  file = '-',
  { onReject, limits, onEmpty = () => undefined }: ReadSamplesOptions = {},
): Transform {
  const watch = sampleWatch(file);
  let next = 0;

  function* samplesOf(values: Iterable<JsonValue>): Generator<Sample> {
    for (const { value, offset, fault } of values) {
      const place = { file, record: next++, offset };
      if (!fault) watch.see(value);
      // The map of places is typed for questions, but any object can be its key.
      if (isFields(value)) rememberPlace(value as Question, place);
      const sample = fault ?? sampleOr(value);
      if (!(sample instanceof RecordError)) yield sample;
      else onReject?.({ ...rejectOf(isFields(value) ? value : {}, sample), ...place });
    }
  }

  return readStage({
    file,
    reader: watched(jsonInput({ file, limits, onEmpty }), watch),
    recordsOf: samplesOf,
  });
}

/** The sample that a value is, or why it is none. */
function sampleOr(value: unknown): Sample | RecordError {
  try {
    return sampleFields(value);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
}

/** Tells whether an input has to do with samples at all. */
export interface SampleWatch {
  see(value: unknown): void;
  /** @throws KeychainError INPUT_FORMAT if nothing that was seen is anything like a sample */
  end(): void;
}

export function sampleWatch(
  file: string,
  isLike: (value: unknown) => boolean = looksLikeSample,
): SampleWatch {
  let seen = 0;
  let like = 0;
  return {
    see: value => {
      seen++;
      if (isLike(value)) like++;
    },
    end: () => {
      if (seen === 0 || like > 0) return;
      throw new KeychainError(
        'INPUT_FORMAT',
        `${file}: none of its ${seen} records is a sample; expected id, input and meta, as fill and synth write them`,
      );
    },
  };
}

/** The reader, with its watch told of the end. */
export const watched = (reader: ValueReader, watch: SampleWatch): ValueReader => ({
  write: reader.write,
  *end() {
    yield* reader.end();
    watch.end();
  },
});
