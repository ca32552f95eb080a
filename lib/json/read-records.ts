import type { Transform } from 'node:stream';
import type { RecordError } from '../errors.js';
import type { InputLimits } from '../input/limits.js';
import { type Fields, isFields } from '../records/fields.js';
import { placeOf, rememberPlace } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { jsonInput } from './input.js';
import type { JsonValue } from './parsing/values.js';
import { readStage } from './read-stage.js';

export interface ReadRecordsOptions {
  /** Name of the input, for messages and rejects. Default `-`. */
  file?: string;
  /** Takes each line that is no record; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** How long records may be. Default: `DEFAULT_LIMITS`. */
  limits?: InputLimits | undefined;
  /** Called at the end of an input without any record. */
  onEmpty?: (() => void) | undefined;
}

/**
 * Makes a Transform from bytes (JSON lines, or a JSON array) to records of any kind, as they are: for
 * stages that look at a few fields and let the others travel along.
 *
 * @throws (as an error event) INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8
 */
export function readRecords({
  file = '-',
  onReject,
  limits,
  onEmpty = () => undefined,
}: ReadRecordsOptions = {}): Transform {
  let next = 0;

  function* recordsOf(values: Iterable<JsonValue>): Generator<Fields> {
    for (const { value, offset, fault } of values) {
      const place = { file, record: next++, offset };
      if (isFields(value)) {
        // The map of places is typed for questions, but any object can be its key.
        rememberPlace(value as Question, place);
        yield value;
      } else {
        const { code, message } = fault ?? NO_RECORD;
        onReject?.({ ...place, code, message });
      }
    }
  }

  return readStage({ file, reader: jsonInput({ file, limits, onEmpty }), recordsOf });
}

const NO_RECORD = {
  code: 'RECORD_INVALID',
  message: 'the line is no record; expected a JSON object',
};

/** What the rejects file says about a record that a stage cannot use. */
export function rejectOf(record: Fields, { code, message }: RecordError): Reject {
  const id = typeof record.id === 'string' ? { id: record.id } : {};
  return { ...placeOf(record as Question), code, message, ...id };
}
