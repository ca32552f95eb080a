import { basename, join } from 'node:path';
import type { SampleRun } from './sample-run.js';
import type { CorpusSettings, DatasetInput } from './settings.js';

/** Several datasets in one run do not share folders. */
export function placesOf(
  { file }: DatasetInput,
  { inputs, output, corpus }: SampleRun,
): { name: string; folder: string; place: CorpusSettings } {
  const name = datasetName(file);
  const { saveDir, saveName } = output;
  if (inputs.length === 1) {
    return { name, folder: join(saveDir, saveName ?? name), place: corpus };
  }
  const dir = corpus.dir === undefined ? undefined : join(corpus.dir, name);
  return { name, folder: join(saveDir, saveName ?? '', name), place: { ...corpus, dir } };
}

/** A dataset's name where none is given: the file's, without its endings. */
export function datasetName(file: string): string {
  if (file === '-') return 'stdin';
  return basename(file).replace(/(\.(jsonl?|gz|zst|zip))+$/i, '') || 'dataset';
}
