import type { DatasetKind, PublishedDataset } from '../../../datasets/dataset-kind.js';
import { DATASETS } from '../../../datasets/registry.js';

const KINDS: Readonly<Record<string, DatasetKind | undefined>> = DATASETS;

/** What a dataset is published under, by its name in the records; undefined where nobody knows. */
export const publishedAs = (
  dataset: string,
): (PublishedDataset & { title: string }) | undefined => {
  const { published, title } = (Object.hasOwn(KINDS, dataset) && KINDS[dataset]) || {};
  return published && title !== undefined ? { ...published, title } : undefined;
};

/** The Hub's word where it is not known which license data has. */
export const UNKNOWN_LICENSE = 'unknown';

/** What contexts hold beside the passages of datasets, for people. */
export const TEXTS_OF_OWN = 'the texts of --fillers';

/**
 * The licenses and languages of some datasets: all of them hold for what is made of all.
 *
 * @param hasTexts whether there are texts beside them, of which nobody knows
 */
export function publicationOf(
  datasets: Iterable<string>,
  hasTexts: boolean,
): {
  licenses: string[];
  languages: string[];
  /** Datasets of which nobody knows. */
  unknown: string[];
} {
  const licenses = new Set<string>();
  const languages = new Set<string>();
  const unknown: string[] = [];
  for (const dataset of datasets) {
    const published = publishedAs(dataset);
    licenses.add(published?.license ?? UNKNOWN_LICENSE);
    if (published) languages.add(published.language);
    else unknown.push(dataset);
  }
  if (hasTexts) {
    licenses.add(UNKNOWN_LICENSE);
    unknown.push(TEXTS_OF_OWN);
  }
  return { licenses: [...licenses].sort(), languages: [...languages].sort(), unknown };
}
