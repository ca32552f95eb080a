import { type Fields, isFields } from '../records/fields.js';
import type { Question } from '../records/question.js';

/** What a public dataset says of itself. */
export interface PublishedDataset {
  /** As the Hub calls it (its page "Licenses"). */
  license: string;
  /** ISO 639-1. */
  language: string;
  /** Where it says so. */
  page: string;
}

/**
 * A shape of record that questions are published in. A new one is a file with its traits and a row
 * in the registry.
 *
 * `Entry` is what a question is made of: the record itself, or what `unfold` lists.
 */
export interface DatasetKind<Entry = unknown> {
  /** What people call it, for messages. */
  title: string;
  /** What it is published under, for data that is made of it. */
  published?: PublishedDataset;
  /**
   * Tells a record of this shape by its fields, and by what they hold where others have them, too.
   * Shapes that stand before this one in the registry have said no.
   */
  recognizes(record: Fields): boolean;
  /**
   * Lists the questions in a value that holds several, such as an article. Without it a value is
   * one question.
   *
   * @throws RecordError if the value as a whole is of no use
   */
  unfold?(value: unknown): Entry[];
  /**
   * Makes a question.
   *
   * @param dataset stands in for the name that the question would have
   * @throws RecordError
   */
  read(entry: Entry, dataset?: string): Question;
  /** Where an entry holds its id, for rejects. Default: {@link recordId}. */
  idOf?(entry: Entry): unknown;
  /**
   * True if passages are paragraphs of articles, all under the article's title. Then the others of
   * the same article are the first choice of fillers, and their title is no hint at the answer.
   */
  articles?: boolean;
}

/** The id of a record, under either of its usual names. */
export const recordId = (record: unknown): unknown =>
  isFields(record) ? (record._id ?? record.id) : undefined;
