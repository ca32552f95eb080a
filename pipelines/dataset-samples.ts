import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openCorpus } from '../lib/corpus/open.js';
import { flow } from '../lib/stream/flow.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { recipeOf } from './assemble.js';
import { assembled, batched } from './assembled.js';
import { corpusOf } from './corpus.js';
import { fileOutputs } from './file-outputs.js';
import type { OutputParts, OutputSummary, Outputs } from './outputs.js';
import { readRejects } from './read-rejects.js';
import type { Reporter } from './reporter.js';
import type { SampleRun } from './samples.js';
import { type SelectCounts, selectQuestions } from './select.js';
import type { CorpusSettings, DatasetInput } from './settings.js';
import { streamOutputs } from './stream-outputs.js';
import { written } from './written.js';

/** What became of one dataset. */
export interface DatasetSummary {
  dataset: string;
  questions: number;
  unanswerable: number;
  read_rejects: number;
  outputs: OutputSummary[];
}

/**
 * Of a dataset's corpus, the questions selected are assembled into samples, a length each, and
 * written.
 */
export async function makeDatasetSamples(
  input: DatasetInput,
  run: SampleRun,
  tokenizer: Tokenizer,
  reporter: Reporter,
): Promise<DatasetSummary> {
  const { select, sample, output, workers } = run;
  const { name, folder, place } = placesOf(input, run);
  const { dir, info, built } = await corpusOf([input], tokenizer, place, reporter);
  const corpus = await openCorpus(dir, tokenizer);
  const counts: SelectCounts = { unanswerable: 0, selected: 0 };
  const total = select.numSamples < 0 ? info.questions - info.unanswerable : select.numSamples;
  let outputs: Outputs | undefined;
  try {
    recipeOf(sample, corpus, tokenizer);
    outputs = await openOutputs({
      output,
      select,
      sample,
      corpus: info,
      folder,
      readRejects: readRejects(dir, built ? undefined : reporter.reject),
    });
    const lines = flow(
      Readable.from(selectQuestions(corpus, select, counts)),
      batched(),
      await assembled({ corpusDir: dir, tokenizer: run.tokenizer, settings: sample }, workers),
    );
    await pipeline(lines, written(outputs, { name, total, sample, reporter }));
    if (select.numSamples > counts.selected) {
      reporter.warn(
        `${input.file}: ${select.numSamples} questions asked for, ${counts.selected} there; all of them were used`,
      );
    }
    const { selected: questions, unanswerable } = counts;
    return {
      dataset: name,
      questions,
      unanswerable,
      read_rejects: info.rejects,
      outputs: await outputs.finish({ questions, unanswerable }),
    };
  } catch (error) {
    await outputs?.abandon();
    throw error;
  } finally {
    await corpus.close();
  }
}

const openOutputs = (parts: OutputParts): Promise<Outputs> =>
  parts.output.out === undefined
    ? fileOutputs(parts)
    : Promise.resolve(streamOutputs(process.stdout, parts.output.out, parts));

/** Several datasets in one run do not share folders. */
function placesOf(
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
