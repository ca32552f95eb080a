import { KeychainError, RecordError } from '../errors.js';
import { rememberPlace } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { type DatasetFormat, FORMATS, formatOf } from './formats.js';

export interface RecordReaderOptions {
  file: string;
  format: DatasetFormat | 'auto';
  /** Stands in for the name that the records have, or get from their format. */
  dataset?: string | undefined;
  onQuestion: (question: Question) => void;
  onReject?: ((reject: Reject) => void) | undefined;
}

/**
 * Makes a function that takes the values of one input in order and hands their questions, or
 * rejects, on. Counts the records, good and bad, from 0.
 *
 * @throws KeychainError INPUT_FORMAT if the format is 'auto' and the first value has none
 */
export function recordReader(
  options: RecordReaderOptions,
): (value: unknown, offset: number) => void {
  const { file, dataset, onQuestion, onReject } = options;
  let format = options.format === 'auto' ? undefined : FORMATS[options.format];
  let next = 0;

  return (value, offset) => {
    format ??= FORMATS[recognise(value, file, offset)];
    const { unfold, read, idOf } = format;

    const attempt = <T>(run: () => T, record: unknown): T | undefined => {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        const { code, message } = error;
        const id = idOf(record);
        const known = typeof id === 'string' ? { id } : {};
        onReject?.({ file, record: next, offset, code, message, ...known });
        next += 1;
        return undefined;
      }
    };

    const records = unfold ? attempt(() => unfold(value), value) : [value];
    for (const record of records ?? []) {
      const question = attempt(() => read(record, dataset), record);
      if (question === undefined) continue;
      rememberPlace(question, { file, record: next, offset });
      next += 1;
      onQuestion(question);
    }
  };
}

function recognise(value: unknown, file: string, offset: number): DatasetFormat {
  const format = formatOf(value);
  if (format !== undefined) return format;
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file}: the record at byte ${offset} has none of the known shapes; expected HotpotQA, 2WikiMultihopQA, MuSiQue, SQuAD or question records (a format can be named, see --dataset-format)`,
  );
}
