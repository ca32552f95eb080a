import type { Transform } from 'node:stream';
import type { InputLimits } from '../input/limits.js';
import { jsonInput } from '../json/input.js';
import type { JsonValue, ValueReader } from '../json/parsing/values.js';
import { readStage } from '../json/read-stage.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { recordReader } from './record-reader.js';
import type { DatasetFormat } from './registry.js';
import type { QuestionCheck } from './unique-ids.js';

export interface ParseOptions {
  /** Name of the input, for messages and rejects. Default `-`. */
  file?: string;
  /** The records' shape; 'auto', the default, tells it of each record. */
  format?: DatasetFormat | 'auto';
  /** Whether HTML entities are decoded in titles and texts. Default: they stay as they are. */
  unescapeEntities?: boolean | undefined;
  /** The questions' dataset. Default: the format's name, or what own records say. */
  dataset?: string;
  /**
   * Takes each bad record, and the title of the dataset that it was read as, if it was of one; without
   * it they are passed over. What it throws ends the stream.
   */
  onReject?: (reject: Reject, readAs?: string) => void;
  /** How long records may be. Default: `DEFAULT_LIMITS`. */
  limits?: InputLimits | undefined;
  /** Lets questions pass or not; closed with the stream. Without it all pass. */
  check?: QuestionCheck;
}

const BYTES_AHEAD = 1 << 19;

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
  const {
    file = '-',
    format = 'auto',
    dataset,
    unescapeEntities,
    onReject,
    limits,
    check,
  } = options;
  const records = recordReader({ file, format, dataset, unescapeEntities });

  function* questionsOf(values: Iterable<JsonValue>): Generator<Question> {
    for (const value of values) {
      for (const outcome of records.read(value)) {
        if ('reject' in outcome) onReject?.(outcome.reject, outcome.readAs);
        else if (!check || check.passes(outcome.question)) yield outcome.question;
      }
    }
  }

  return readStage({
    file,
    reader: endingWith(records.end, jsonInput({ file, limits, wrapped: true })),
    recordsOf: questionsOf,
    close: () => check?.close(),
    bytesAhead: BYTES_AHEAD,
  });
}

/** A reader at whose end, when its last values are taken, something else is done. */
const endingWith = (last: () => void, { write, end }: ValueReader): ValueReader => ({
  write,
  *end() {
    yield* end();
    last();
  },
});
