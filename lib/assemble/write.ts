import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readRejects } from '../corpus/read-rejects.js';
import type { AnswerCounts, JudgedCounts } from '../judge/judge.js';
import { type CameTo, cameTo, cameToSince } from '../judge/spent.js';
import type { Reject } from '../records/reject.js';
import type { MadeBlock } from './block/block.js';
import type { Dataset } from './dataset.js';
import { fileOutputs } from './outputs/file-outputs.js';
import type { OutputSummary, Outputs } from './outputs/outputs.js';
import { streamOutput } from './outputs/stream-output.js';

/** Blocks that are written at once, if they are there. */
const BLOCKS_AT_ONCE = 8;

/** What became of one dataset. */
export interface DatasetSummary {
  dataset: string;
  /** Used for samples (with a model: kept). */
  questions: number;
  unanswerable: number;
  /** Of test splits. */
  unlabelled: number;
  read_rejects: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts & AnswerCounts & CameTo;
  outputs: OutputSummary[];
}

/** Writes the blocks of a dataset and says what has become of it. */
export async function write(blocks: Readable, dataset: Dataset): Promise<DatasetSummary> {
  const { corpus, taken, counts, judging, name } = dataset;
  const models = judging?.models;
  const before = models && cameTo(models);
  const outputs = await openOutputs(dataset);
  try {
    await pipeline(blocks, blockWriter(outputs, dataset));
    const { unanswerable, unlabelled, judged, answers } = counts;
    const questions = judging ? judged.kept : counts.selected;
    const used = { questions, unanswerable, unlabelled };
    const written = await outputs.finish({
      read: corpus.info.questions + corpus.info.rejects,
      ...used,
      ...(judging && { judged }),
    });
    warn(dataset, questions, written);
    return {
      dataset: name,
      ...used,
      read_rejects: corpus.info.rejects + taken.count,
      ...(before && { judged: { ...judged, ...answers, ...cameToSince(before, models) } }),
      outputs: written,
    };
  } catch (error) {
    await outputs.abandon();
    throw error;
  }
}

function openOutputs(dataset: Dataset): Promise<Outputs> {
  const early = earlyRejects(dataset);
  const { rejects } = dataset;
  return rejects ? streamOutput(dataset, rejects, early) : fileOutputs(dataset, early);
}

/** The rejects that were met before the first sample is made. */
async function* earlyRejects(dataset: Dataset): AsyncGenerator<Reject> {
  const { file, corpus, corpusDir: dir, isIndexed, taken, run } = dataset;
  const { reject: tell } = run.reporter;
  // While the corpus was built just now they were told as they were met.
  yield* readRejects({ dir, info: corpus.info }, [file], isIndexed ? undefined : tell);
  for (const reject of taken.rejects()) {
    tell(reject);
    yield reject;
  }
}

/** A Writable that hands blocks to the outputs, and tells how far each length is. */
function blockWriter(outputs: Outputs, dataset: Dataset): Writable {
  const { maxSeqLengths, run, name } = dataset;
  const { reporter } = run;
  const done = maxSeqLengths.map(() => 0);
  const total = totalOf(dataset);
  const take = async (blocks: readonly MadeBlock[]): Promise<void> => {
    await outputs.write(blocks);
    for (const { release, rejects, lengths, candidates } of blocks) {
      release?.();
      for (const { reject } of rejects) reporter.reject(reject);
      for (const length of lengths) {
        done[length]! += candidates;
        const progress = { done: done[length]!, total, unit: 'questions' };
        reporter.progress(`${name} ${maxSeqLengths[length] ?? 'relevant'}`, progress);
      }
    }
  };
  return new Writable({
    objectMode: true,
    highWaterMark: BLOCKS_AT_ONCE,
    write(block: MadeBlock, _encoding, next) {
      take([block]).then(() => next(), next);
    },
    writev(chunks, next) {
      take(chunks.map(({ chunk }) => chunk as MadeBlock)).then(() => next(), next);
    },
  });
}

/** Questions to come, where that is known beforehand. */
function totalOf({ corpus, taken, settings, judging }: Dataset): number | undefined {
  const { numSamples, preSamples, filterIdsPath } = settings;
  if (judging || filterIdsPath !== undefined) return undefined;
  const { questions, unanswerable, unlabelled } = corpus.info;
  const there = Math.max(0, questions - unanswerable - unlabelled - taken.count - preSamples);
  return numSamples < 0 ? there : Math.min(numSamples, there);
}

function warn(
  { file, settings, judging, run, corpus }: Dataset,
  questions: number,
  written: readonly OutputSummary[],
): void {
  const { numSamples } = settings;
  const { questions: there, unanswerable, unlabelled } = corpus.info;
  if (unanswerable + unlabelled === there) {
    const why = unlabelled > 0 ? ' (those of a test split are not published)' : '';
    run.reporter.warn(`${file}: no question has an answer${why}, so no sample can be made`);
  }
  if (numSamples > questions) {
    run.reporter.warn(
      `${file}: ${numSamples} questions asked for, ${questions} ${judging ? 'kept' : 'there'}; all of them were used`,
    );
  }
  const marked = written.reduce((sum, each) => sum + each.marked, 0);
  if (marked > 0) {
    run.reporter.warn(
      `${file}: ${marked} samples hold less than was asked for, since the dataset has too few passages of a length that fits, or too few other questions; which of the two stands in their meta.warnings`,
    );
  }
}
