import type { Column, Columns } from '../records/columns.js';
import type { Example } from './example.js';
import type { Split } from './target.js';

/** The column of a conversation. */
export const MESSAGES = [{ role: 'text', content: 'text' }] as const satisfies Column;

/** Where a row stands. */
export interface RowPlace {
  split: Split;
  /** Ordinal among the rows of its file, from 0. */
  index: number;
}

/** The rows of one kind of training: those of one file are all of one form. */
export interface RowForm {
  /** Every row has all of them. */
  readonly columns: Columns;
  /** Sees all examples before the first row is made, where the columns depend on them. */
  learn?(example: Example): void;
  /** @throws RecordError for an example that there is no row of */
  row(example: Example, place: RowPlace): object;
}

/** The forms of a target: what is gone on with, and what is learnt as it stands. */
export interface RowForms {
  readonly prompt?: RowForm;
  readonly messages?: RowForm;
}

/** Which of them an example is of. */
export const formOf = ({ kind }: Example): keyof RowForms =>
  kind === 'trajectory' ? 'messages' : 'prompt';
