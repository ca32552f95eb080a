import { KeychainError, RecordError } from '../errors.js';
import type { DatasetKind } from './dataset-kind.js';
import type { ForeignKind } from './foreign/kind.js';
import { recognizeForeign } from './foreign/recognize.js';
import { DATASET_TITLES, DATASETS, recognize } from './registry.js';

const EXPECTED = `expected ${DATASET_TITLES.slice(0, -1).join(', ')} or ${DATASET_TITLES.at(-1)} records`;

/** Says of a record that is not what its format's are what it looks like. */
export function withHint(error: RecordError, value: unknown, shape: DatasetKind): RecordError {
  if (error.code !== 'RECORD_INVALID') return error;
  const found = recognize(value);
  const kind: DatasetKind | undefined = found && DATASETS[found];
  if (kind === shape) return error;
  const title = kind ? `a ${kind.title} record` : recognizeForeign(value)?.title;
  if (title === undefined) return error;
  return new RecordError(error.code, `${error.message}; it looks like ${title}`);
}

/** Says that a record is of no dataset. */
export function noShape(value: unknown): RecordError {
  const kind = recognizeForeign(value);
  const what = kind ? `the record is ${kind.title}` : 'the record has none of the known shapes';
  return new RecordError('RECORD_INVALID', `${what}; ${EXPECTED}`);
}

/** The first record that has no known shape. */
export interface Unknown {
  offset: number;
  kind: ForeignKind | undefined;
}

/** Says that no record of an input is of a dataset. */
export function unknownShape(file: string, { offset, kind }: Unknown): KeychainError {
  if (kind) return foreignKind(file, offset, kind);
  return new KeychainError(
    'INPUT_FORMAT',
    `${file}: the record at byte ${offset} has none of the known shapes, nor has another; ${EXPECTED} (a format can be named, see --dataset-format)`,
  );
}

/** Says what a record is that is of no dataset. */
export const foreignKind = (
  file: string,
  offset: number,
  { title, advice }: ForeignKind,
): KeychainError =>
  new KeychainError(
    'INPUT_FORMAT',
    `${file}: the record at byte ${offset} is ${title}, which is not read: ${advice}`,
  );
