import { type Fields, isFields } from '../../records/fields.js';
import { isList, unpacked } from '../forms/packed.js';

/** A known kind of record that is not read here. */
export interface ForeignKind {
  /** What it is, with its article. */
  title: string;
  /** What to do instead. */
  advice: string;
  /** Tells it from records that none of the datasets has recognized. */
  recognizes(record: Fields): boolean;
  /**
   * True if a broken record of a dataset may look the same. Such a one is set aside, and ends the run
   * only where no record of the input is of use.
   */
  isVague?: true;
}

export const BRING_QUESTIONS = 'bring questions with their passages as question records';
export const READ_SOURCE =
  'its contexts are made up already; name the dataset that its questions come from, or bring them with their passages as question records';
export const NO_PASSAGES = `it has no passages to fill contexts with; ${BRING_QUESTIONS}`;
export const NO_SUPPORT = `it does not say which passages support the answer; ${BRING_QUESTIONS}`;
export const NAME_SOURCE = 'name the dataset that it was made from';

/** Whether a record has fields, null being none. */
export const has = (record: Fields, ...keys: readonly string[]): boolean =>
  keys.every(key => (record[key] ?? undefined) !== undefined);
export const hasOne = (record: Fields, ...keys: readonly string[]): boolean =>
  keys.some(key => has(record, key));
export const isText = (value: unknown): boolean => typeof value === 'string';
export const areTexts = (value: unknown): boolean => {
  const list = isList(value) ? unpacked(value) : undefined;
  return Array.isArray(list) && typeof list[0] === 'string';
};
const isTurn = (turn: unknown): boolean =>
  isFields(turn) && (has(turn, 'role', 'content') || has(turn, 'from', 'value'));
export const areTurns = (value: unknown): boolean => Array.isArray(value) && isTurn(value[0]);

/** Whether a record is a whole table: under each name all that stands in that column. */
export const isTable = (record: Fields): boolean => {
  const columns = Object.values(record);
  return (
    hasOne(record, 'question', 'query') && (columns.every(Array.isArray) || columns.every(isFields))
  );
};

/** Whether values are records, as far as the first tells. */
export const areRecords = (value: unknown): boolean => Array.isArray(value) && isFields(value[0]);
