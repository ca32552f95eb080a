import type { WordsOf } from './command.js';

/** Datasets, of which there must be one. */
export const DATASET_FILES: WordsOf = {
  setting: 'dataset',
  needed: 'name a dataset file, or - for standard input',
};

/** One file, or standard input. */
export const oneFile = (
  setting: 'dataset' | 'records',
  command: string,
  what: string,
): WordsOf => ({ setting, most: { count: 1, said: `${command} reads one file of ${what}` } });
