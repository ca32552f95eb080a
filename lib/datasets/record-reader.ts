import { KeychainError, RecordError } from '../errors.js';
import type { JsonValue } from '../json/parsing/values.js';
import { type Place, rememberPlace } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { type DatasetKind, recordId } from './dataset-kind.js';
import { DATASET_TITLES, DATASETS, type DatasetFormat, recognize } from './registry.js';

export interface RecordReaderOptions {
  file: string;
  /** With 'auto' the first value tells. */
  format: DatasetFormat | 'auto';
  /** Stands in for the name that the records have, or get from their format. */
  dataset?: string | undefined;
}

/** What has become of a record. */
export type Outcome = { question: Question } | { reject: Reject };

/**
 * Makes a function that takes the values of one input in order and gives what became of each of
 * their records. Counts the records, good and bad, from 0.
 *
 * @throws KeychainError INPUT_FORMAT if the format is 'auto' and the first value has none
 */
export function recordReader(options: RecordReaderOptions): (value: JsonValue) => Outcome[] {
  const { file, dataset } = options;
  let format = options.format === 'auto' ? undefined : options.format;
  let next = 0;

  return ({ value, offset }) => {
    format ??= formatOf(value, file, offset);
    const shape: DatasetKind = DATASETS[format];
    const place = (): Place => ({ file, record: next++, offset });
    if (!shape.unfold) return [outcomeOf(value, shape, dataset, place())];
    const entries = unfolded(value, shape);
    return entries instanceof RecordError
      ? [{ reject: rejectOf(entries, place()) }]
      : entries.map(entry => outcomeOf(entry, shape, dataset, place()));
  };
}

/** The questions in a value, or what keeps it from being looked into. */
function unfolded(value: unknown, shape: DatasetKind): unknown[] | RecordError {
  try {
    return shape.unfold?.(value) ?? [value];
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
}

function outcomeOf(
  entry: unknown,
  shape: DatasetKind,
  dataset: string | undefined,
  place: Place,
): Outcome {
  try {
    const question = shape.read(entry, dataset);
    rememberPlace(question, place);
    return { question };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const id = shape.idOf ? shape.idOf(entry) : recordId(entry);
    return { reject: rejectOf(error, place, id) };
  }
}

function rejectOf({ code, message }: RecordError, place: Place, id?: unknown): Reject {
  return { ...place, code, message, ...(typeof id === 'string' && { id }) };
}

function formatOf(value: unknown, file: string, offset: number): DatasetFormat {
  const format = recognize(value);
  if (format !== undefined) return format;
  const titles = `${DATASET_TITLES.slice(0, -1).join(', ')} or ${DATASET_TITLES.at(-1)}`;
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file}: the record at byte ${offset} has none of the known shapes; expected ${titles} records (a format can be named, see --dataset-format)`,
  );
}
