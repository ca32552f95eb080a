import { RecordError } from '../errors.js';
import type { JsonValue } from '../json/parsing/values.js';
import { type Place, rememberPlace } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { type DatasetKind, recordId } from './dataset-kind.js';
import { recognizeForeign } from './foreign/recognize.js';
import { DATASETS, type DatasetFormat, recognize } from './registry.js';
import { foreignKind, noShape, type Unknown, unknownShape, withHint } from './shape-errors.js';
import { unescapeEntities } from './unescape.js';

export interface RecordReaderOptions {
  file: string;
  /** With 'auto' each value tells its own. */
  format: DatasetFormat | 'auto';
  /** Stands in for the name that the records have, or get from their format. */
  dataset?: string | undefined;
  /** Whether HTML entities are decoded. */
  unescapeEntities?: boolean | undefined;
}

/** What has become of a record. */
export type Outcome = { question: Question } | Rejected;

/** A bad record, and the title of the dataset that it was read as, if it was of one. */
export interface Rejected {
  reject: Reject;
  readAs?: string;
}

export interface RecordReader {
  /** What became of each record of the next value; records are counted, good and bad, from 0. */
  read(value: JsonValue): Outcome[];
  /** Called when no more values come. */
  end(): void;
}

/** Values of no known shape at the beginning of an input after which no more are read. */
const PATIENCE = 1000;

/**
 * Makes a reader of the values of one input, which are taken in order. With 'auto' each record is
 * read by its own shape, so that an input may be mixed; a record that has none is rejected.
 *
 * @throws KeychainError INPUT_FORMAT, while reading, for a record of another known kind; at the end,
 *   or after many records, if none has a known shape
 */
export function recordReader(options: RecordReaderOptions): RecordReader {
  const { file, format, dataset } = options;
  const read = (shape: DatasetKind, entry: unknown): Question => {
    const question = shape.read(entry, dataset);
    return options.unescapeEntities ? unescapeEntities(question) : question;
  };
  let next = 0;
  let isKnown = format !== 'auto';
  let unknown: Unknown | undefined;
  /** Rejects that are not told if no record has a known shape: then the input is a bad one. */
  let held: Outcome[] = [];

  const shapeOf = ({ value, offset }: JsonValue): DatasetKind | undefined => {
    if (format !== 'auto') return DATASETS[format];
    const found = recognize(value);
    if (found !== undefined) {
      isKnown = true;
      return DATASETS[found];
    }
    const kind = recognizeForeign(value);
    if (kind && !kind.isVague) throw foreignKind(file, offset, kind);
    unknown ??= { offset, kind };
    if (!isKnown && next === PATIENCE) throw unknownShape(file, unknown);
    return undefined;
  };

  const outcomesOf = ({ value, offset }: JsonValue, shape: DatasetKind): Outcome[] => {
    const place = (): Place => ({ file, record: next++, offset });
    const hint = (error: RecordError): RecordError => withHint(error, value, shape);
    if (!shape.unfold) return [outcomeOf(value, shape, read, place(), hint)];
    const entries = unfolded(value, shape);
    return entries instanceof RecordError
      ? [{ reject: rejectOf(hint(entries), place(), recordId(value)), readAs: shape.title }]
      : entries.map(entry => outcomeOf(entry, shape, read, place(), hint));
  };

  return {
    read(each) {
      const { value, offset, fault } = each;
      if (fault) return [{ reject: rejectOf(fault, { file, record: next++, offset }) }];
      const shape = shapeOf(each);
      if (!shape) {
        const place = { file, record: next++, offset };
        held.push({ reject: rejectOf(noShape(value), place, recordId(value)) });
      }
      if (!isKnown) return [];
      const outcomes = shape ? outcomesOf(each, shape) : [];
      if (held.length === 0) return outcomes;
      const before = held;
      held = [];
      return [...before, ...outcomes];
    },
    end() {
      if (unknown && !isKnown) throw unknownShape(file, unknown);
    },
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
  read: (shape: DatasetKind, entry: unknown) => Question,
  place: Place,
  hint: (error: RecordError) => RecordError,
): Outcome {
  try {
    const question = read(shape, entry);
    rememberPlace(question, place);
    return { question };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const id = shape.idOf ? shape.idOf(entry) : recordId(entry);
    return { reject: rejectOf(hint(error), place, id), readAs: shape.title };
  }
}

function rejectOf({ code, message }: RecordError, place: Place, id?: unknown): Reject {
  const named = typeof id === 'string' || Number.isSafeInteger(id);
  return { ...place, code, message, ...(named && { id: String(id) }) };
}
