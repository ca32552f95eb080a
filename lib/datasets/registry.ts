import { isFields } from '../records/fields.js';
import { twoWiki } from './2wikimqa.js';
import type { DatasetKind } from './dataset-kind.js';
import { isTable } from './foreign/kind.js';
import { hotpotqa } from './hotpotqa.js';
import { musique } from './musique.js';
import { questions } from './questions.js';
import { squad } from './squad.js';

/**
 * The known shapes of record by the name of their format, in the order in which they are asked
 * whether they recognize a record: what has a field of its own stands before what lacks it.
 */
export const DATASETS = {
  questions,
  squad,
  musique,
  '2wikimqa': twoWiki,
  hotpotqa,
} satisfies Record<string, DatasetKind>;

export type DatasetFormat = keyof typeof DATASETS;

const ROWS = Object.entries(DATASETS) as [DatasetFormat, DatasetKind][];

/** The names of the formats, as they are shown: the plainest shape first. */
export const DATASET_FORMATS: readonly DatasetFormat[] = ROWS.map(([name]) => name).reverse();

/** What people call the shapes, in the order of {@link DATASET_FORMATS}. */
export const DATASET_TITLES: readonly string[] = ROWS.map(([, { title }]) => title).reverse();

/** Tells the format from a record's fields; undefined if it looks like none. */
export function recognize(record: unknown): DatasetFormat | undefined {
  if (!isFields(record) || isTable(record)) return undefined;
  return ROWS.find(([, dataset]) => dataset.recognizes(record))?.[0];
}

/** Whether the questions of a dataset, by its name, have paragraphs of articles as passages. */
export const isOfArticles = (dataset: string): boolean =>
  ROWS.some(([name, { articles }]) => name === dataset && articles === true);
