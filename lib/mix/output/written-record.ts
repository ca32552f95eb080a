import { isRow } from '../../export/examples/row.js';
import { type Fields, isFields } from '../../records/fields.js';

/** What is said of a row beside what it has. */
export interface RowMarks {
  /** The part's name. */
  part: string;
  /** How many times it stands before. */
  copy: number;
  /** Tokens of its prompt, where they were counted here. */
  tokens: number | undefined;
}

/**
 * A row as it is written: with the name of its part, in `extra_info` of a row of verl, since another field
 * would be a column of its table. The second copy of a record has an id of its own, so that it is not taken
 * for the first one by mistake.
 */
export function writtenRecord(record: Fields, { part, copy, tokens }: RowMarks): Fields {
  const { id } = record;
  const named =
    copy > 0 && typeof id === 'string' ? { ...record, id: `${id}~${copy + 1}` } : record;
  if (!isRow(record)) return { ...named, part };
  const more = isFields(record.extra_info) ? record.extra_info : {};
  const counted = tokens === undefined || more.prompt_tokens !== undefined;
  return {
    ...named,
    extra_info: { ...more, part, ...(!counted && { prompt_tokens: tokens }) },
  };
}
