import { KeychainError } from '../../errors.js';

/** Where in a Parquet file something is wrong. */
export interface TablePlace {
  /** Name of the input. */
  file: string;
  /** Number of the row group, from 0. */
  rowGroup?: number;
  /** The column's path, as people write it: `context.sentences`. */
  column?: string;
}

const placed = ({ rowGroup, column }: TablePlace): string => {
  const group = rowGroup === undefined ? '' : ` in row group ${rowGroup}`;
  if (column === undefined) return group;
  return `${group === '' ? ' in' : `${group},`} column ${column}`;
};

/** INPUT_COMPRESSION: `what` is wrong, as in `a page of 7 values has 3`. */
export const damagedTable = (place: TablePlace, what: string, cause?: unknown): KeychainError =>
  new KeychainError(
    'INPUT_COMPRESSION',
    `${place.file}: damaged Parquet data${placed(place)} (${what}); get a fresh copy of the file`,
    { cause },
  );

/** INPUT_FORMAT: a part of the file is of a kind that is not read here. */
export const unreadTable = (place: TablePlace, what: string): KeychainError =>
  new KeychainError(
    'INPUT_FORMAT',
    `${place.file}: a Parquet file${placed(place)} ${what}, which is not read here; write it anew with plain columns, for example with DuckDB or pandas`,
  );

/** INPUT_TOO_LARGE: a size that the file declares is beyond what is taken. */
export const largeTable = (place: TablePlace, what: string, wayOut: string): KeychainError =>
  new KeychainError(
    'INPUT_TOO_LARGE',
    `${place.file}: a Parquet file${placed(place)} ${what}; ${wayOut}`,
  );

/** INPUT_TRUNCATED: the foot, which says where everything lies, is not there. */
export const cutTable = (file: string): KeychainError =>
  new KeychainError(
    'INPUT_TRUNCATED',
    `${file}: a Parquet file without the foot that belongs at its end; get a complete copy of the file`,
  );

/** An error as it is, if it says what is wrong, else as damage. */
export const asTableError = (place: TablePlace, error: unknown): KeychainError =>
  error instanceof KeychainError ? error : damagedTable(place, (error as Error).message, error);
