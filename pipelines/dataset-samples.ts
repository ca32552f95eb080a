import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openCorpus } from '../lib/corpus/open.js';
import { flow } from '../lib/stream/flow.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { recipeOf } from './assemble.js';
import { assembled, batched } from './assembled.js';
import { corpusOf } from './corpus.js';
import { fileOutputs } from './file-outputs.js';
import { type JudgedCounts, type Judges, judgedQuestions, noneJudged } from './judged.js';
import { costNote, type Spent, spentBy, spentSince } from './model.js';
import type { OutputParts, OutputSummary, Outputs } from './outputs.js';
import { placesOf } from './places.js';
import { readRejects } from './read-rejects.js';
import type { Reporter } from './reporter.js';
import type { SampleRun } from './sample-run.js';
import { selectQuestions } from './select.js';
import type { DatasetInput } from './settings.js';
import { streamOutputs } from './stream-outputs.js';
import { written } from './written.js';

/** What became of one dataset. */
export interface DatasetSummary {
  dataset: string;
  questions: number;
  unanswerable: number;
  read_rejects: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts & Spent;
  outputs: OutputSummary[];
}

/** What all datasets of a run share. */
export interface RunParts {
  tokenizer: Tokenizer;
  /** Missing where no model judges the questions. */
  judges?: Judges | undefined;
}

/**
 * Of a dataset's corpus, the questions selected (and judged by a model, if there is one) are
 * assembled into samples, a length each, and written.
 */
export async function makeDatasetSamples(
  input: DatasetInput,
  run: SampleRun,
  { tokenizer, judges }: RunParts,
  reporter: Reporter,
): Promise<DatasetSummary> {
  const { select, judging, sample, output, workers } = run;
  const { name, folder, place } = placesOf(input, run);
  const { dir, info, built } = await corpusOf([input], tokenizer, place, reporter);
  const corpus = await openCorpus(dir, tokenizer);
  const counts = { unanswerable: 0, selected: 0, judged: noneJudged() };
  const chats = [judges?.model.chat, judges?.rescue?.chat];
  const before = spentBy(chats);
  const total = select.numSamples < 0 ? info.questions - info.unanswerable : select.numSamples;
  let outputs: Outputs | undefined;
  try {
    recipeOf(sample, corpus, tokenizer);
    outputs = await openOutputs({
      output,
      select,
      judging,
      sample,
      corpus: info,
      folder,
      readRejects: readRejects(dir, built ? undefined : reporter.reject),
    });
    const questions =
      judging && judges
        ? judgedQuestions(corpus, {
            select,
            judging,
            judges,
            counts,
            onJudged: ({ asked }) =>
              reporter.progress(`judge ${name}`, asked, undefined, costNote(chats)),
          })
        : Readable.from(selectQuestions(corpus, select, counts));
    const lines = flow(
      questions,
      batched(),
      await assembled({ corpusDir: dir, tokenizer: run.tokenizer, settings: sample }, workers),
    );
    await pipeline(lines, written(outputs, { name, total, sample, reporter }));
    if (select.numSamples > counts.selected) {
      reporter.warn(
        `${input.file}: ${select.numSamples} questions asked for, ${counts.selected} ${judges ? 'kept' : 'there'}; all of them were used`,
      );
    }
    const { selected, unanswerable, judged } = counts;
    const used = { questions: selected, unanswerable };
    const finished = await outputs.finish({ ...used, ...(judges && { judged }) });
    const marked = finished.reduce((sum, each) => sum + each.marked, 0);
    if (marked > 0) {
      reporter.warn(
        `${input.file}: the dataset is too small for ${marked} samples; what they lack stands in their meta.warnings`,
      );
    }
    return {
      dataset: name,
      ...used,
      read_rejects: info.rejects,
      ...(judges && { judged: { ...judged, ...spentSince(before, chats) } }),
      outputs: finished,
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
