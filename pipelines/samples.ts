import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { REJECTS_FILE } from '../lib/corpus/info.js';
import { openCorpus } from '../lib/corpus/open.js';
import type { Reject } from '../lib/records.js';
import { flow } from '../lib/stream/flow.js';
import { loadTokenizer, type Tokenizer } from '../lib/tokenize/tokenizer.js';
import { recipeOf } from './assemble.js';
import { assembled, batched } from './assembled.js';
import type { AssembledBatch } from './assembler.js';
import { corpusOf } from './corpus.js';
import { fileOutputs, type OutputSummary, type Outputs, streamOutputs } from './outputs.js';
import type { Reporter } from './reporter.js';
import { type SelectCounts, selectQuestions } from './select.js';
import type {
  CorpusSettings,
  DatasetInput,
  OutputSettings,
  SampleSettings,
  SelectSettings,
  TokenizerSettings,
} from './settings.js';

/** Everything a run that makes samples is told. */
export interface SampleRun {
  inputs: DatasetInput[];
  tokenizer: TokenizerSettings;
  corpus: CorpusSettings;
  select: SelectSettings;
  sample: SampleSettings;
  output: OutputSettings;
  /** Threads that assemble samples; what they write does not depend on it. */
  workers: number;
}

/** What became of one dataset. */
export interface DatasetSummary {
  dataset: string;
  questions: number;
  unanswerable: number;
  read_rejects: number;
  outputs: OutputSummary[];
}

/** Makes the samples of each dataset in turn. */
export async function makeSamples(run: SampleRun, reporter: Reporter): Promise<DatasetSummary[]> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  try {
    const summaries: DatasetSummary[] = [];
    for (const input of run.inputs) {
      summaries.push(await makeDatasetSamples(input, run, tokenizer, reporter));
    }
    return summaries;
  } finally {
    tokenizer.close();
  }
}

async function makeDatasetSamples(
  input: DatasetInput,
  run: SampleRun,
  tokenizer: Tokenizer,
  reporter: Reporter,
): Promise<DatasetSummary> {
  const { select, sample, output, workers } = run;
  const name = datasetName(input.file);
  const several = run.inputs.length > 1;
  const place = corpusPlace(run.corpus, several ? name : undefined);
  const { dir, info } = await corpusOf([input], tokenizer, place, reporter);
  const corpus = await openCorpus(dir, tokenizer);
  const counts: SelectCounts = { unanswerable: 0, selected: 0 };
  let outputs: Outputs | undefined;
  try {
    recipeOf(sample, corpus, tokenizer);
    const folder = join(
      output.saveDir,
      output.saveName ?? name,
      several && output.saveName ? name : '',
    );
    const parts = { output, select, sample, corpus: info, folder, readRejects: rejectsOf(dir) };
    outputs =
      output.out === undefined
        ? await fileOutputs(parts)
        : streamOutputs(process.stdout, output.out, parts);

    const lines = flow(
      Readable.from(selectQuestions(corpus, select, counts)),
      batched(),
      await assembled({ corpusDir: dir, tokenizer: run.tokenizer, settings: sample }, workers),
    );
    const expected = select.numSamples < 0 ? info.questions - info.unanswerable : select.numSamples;
    await writeAll(lines, outputs, sample, reporter, name, expected);
    if (select.numSamples > counts.selected) {
      reporter.warn(
        `${input.file}: ${select.numSamples} questions asked for, ${counts.selected} there; all of them were used`,
      );
    }
    const finished = await outputs.finish({
      questions: counts.selected,
      unanswerable: counts.unanswerable,
    });
    return {
      dataset: name,
      questions: counts.selected,
      unanswerable: counts.unanswerable,
      read_rejects: info.rejects,
      outputs: finished,
    };
  } catch (error) {
    await outputs?.abandon();
    throw error;
  } finally {
    await corpus.close();
  }
}

async function writeAll(
  batches: Readable,
  outputs: Outputs,
  { maxSeqLengths }: SampleSettings,
  reporter: Reporter,
  name: string,
  expected: number,
): Promise<void> {
  let questions = 0;
  for await (const { questions: asked, lines } of batches as AsyncIterable<AssembledBatch>) {
    for (const made of lines) {
      if ('line' in made) {
        await outputs.write(made.length, made.line);
      } else {
        await outputs.reject(made.length, made.reject);
        reporter.reject(made.reject);
      }
    }
    questions += asked;
    maxSeqLengths.forEach(length => {
      reporter.progress(`${name} ${length ?? 'relevant'}`, questions, expected);
    });
  }
}

/** Rejects met while the corpus was built, be it in an earlier run. */
async function* rejectsOf(corpusDir: string): AsyncGenerator<Reject> {
  const file = createReadStream(join(corpusDir, REJECTS_FILE));
  const { createInterface } = await import('node:readline');
  for await (const line of createInterface({ input: file, crlfDelay: Infinity })) {
    yield JSON.parse(line) as Reject;
  }
}

/** A dataset's name where none is given: the file's, without its endings. */
export function datasetName(file: string): string {
  if (file === '-') return 'stdin';
  return basename(file).replace(/(\.(jsonl?|gz|zst|zip))+$/i, '') || 'dataset';
}

const corpusPlace = (
  { cacheDir, dir }: CorpusSettings,
  name: string | undefined,
): CorpusSettings => ({
  cacheDir,
  dir: dir !== undefined && name !== undefined ? join(dir, name) : dir,
});
