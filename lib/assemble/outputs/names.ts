import { basename, join } from 'node:path';
import { chainsAt } from '../../chain/count.js';
import { outputName } from '../../output/names.js';
import type { MakingSettings } from '../dataset.js';
import { chainsOf } from '../recipe.js';

/** A dataset's name where none is given: the file's, without its endings. */
export function datasetName(file: string): string {
  if (file === '-') return 'stdin';
  return basename(file).replace(/(\.(jsonl?|gz|zst|zip))+$/i, '') || 'dataset';
}

/** Where a dataset's outputs and its corpus go; several datasets of one run do not share folders. */
export function foldersOf(
  name: string,
  { dataset = [], saveDir, saveName, corpus }: MakingSettings,
): { folder: string; corpusDir: string | undefined } {
  if (dataset.length <= 1) return { folder: join(saveDir, saveName ?? name), corpusDir: corpus };
  return {
    folder: join(saveDir, saveName ?? '', name),
    corpusDir: corpus === undefined ? undefined : join(corpus, name),
  };
}

/** The name of an output at a length, without its ending. */
export function nameAt(settings: MakingSettings, maxSeqLength: number | null): string {
  const chained = chainsOf(settings);
  return outputName({
    subset: settings.subset,
    numSamples: settings.numSamples,
    maxSeqLength,
    chains: chained && {
      keyFormat: chained.keyFormat,
      count: chainsAt(chained.chains, maxSeqLength ?? 0, chained),
      hops: chained.hops,
    },
  });
}
