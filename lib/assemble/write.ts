import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnswerCounts, JudgedCounts } from '../judge/judge.js';
import { type CameTo, cameTo, cameToSince } from '../judge/spent.js';
import { countDealt, positionsAsked } from '../select/deal.js';
import type { MadeBlock } from './block/block.js';
import type { Dataset, OpenDataset } from './dataset.js';
import { tellsEarly } from './outputs/early-rejects.js';
import type { OutputSummary, QuestionCounts } from './outputs/outputs.js';
import { hasTasks } from './tasks.js';
import { totalOf } from './total.js';

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
  /** Asked before; missing where nothing is excluded. */
  excluded?: number;
  /** Rejected since they stand in evaluation sets; missing where none are named. */
  contaminated?: number;
  read_rejects: number;
  /** Missing where no model has judged the questions. */
  judged?: JudgedCounts & AnswerCounts & CameTo;
  outputs: OutputSummary[];
}

/** Writes the blocks of a dataset and says what has become of it. */
export async function write(blocks: Readable, dataset: OpenDataset): Promise<DatasetSummary> {
  const { outputs, judging } = dataset;
  const models = judging?.models;
  const before = models && cameTo(models);
  await pipeline(blocks, blockWriter(dataset));
  const written = await outputs.finish();
  const { judged, ...questions } = questionCounts(dataset);
  warn(dataset, questions.questions, written);
  return {
    ...aboutDataset(dataset, questions),
    ...(before && {
      judged: { ...judged!, ...dataset.counts.answers, ...cameToSince(before, models) },
    }),
    outputs: written,
  };
}

/** What has become of a dataset whose outputs were all there already. */
export async function found(dataset: OpenDataset): Promise<DatasetSummary> {
  const outputs = await dataset.outputs.finish();
  const all = outputs.map(({ found }) => found!);
  const questions = dataset.deal
    ? all.reduce((sum, each) => sum + each.questions, 0)
    : all[0]!.questions;
  return { ...aboutDataset(dataset, { ...all[0]!, questions }), outputs };
}

const aboutDataset = (
  { name, corpus, taken, contaminated, shard }: Dataset,
  { questions, unanswerable, unlabelled, excluded }: QuestionCounts,
) => ({
  dataset: name,
  questions,
  unanswerable,
  unlabelled,
  ...(excluded !== undefined && { excluded }),
  ...(contaminated && { contaminated: contaminated.count }),
  read_rejects: tellsEarly({ shard }) ? corpus.info.rejects + taken.count : 0,
});

/** What the questions of a dataset have come to so far. */
function questionCounts(dataset: Dataset): QuestionCounts {
  const { maxSeqLengths, deal } = dataset;
  const counts = maxSeqLengths.map((_, length) => questionCountsAt(dataset, length));
  if (!deal) return counts[0]!;
  const questions = counts.reduce((sum, each) => sum + each.questions, 0);
  return { ...counts[0]!, questions, ...(dataset.judging && { judged: dataset.counts.judged }) };
}

/** The same of those that a length takes. */
function questionCountsAt(dataset: Dataset, length: number): QuestionCounts {
  const { counts, judging, excluded, deal, shard } = dataset;
  const { unanswerable, unlabelled, selected } = counts;
  const judged = deal ? counts.judgedAt[length]! : counts.judged;
  const positions = { from: shard?.share.from ?? 0, count: selected };
  return {
    read: recordsOf(dataset),
    questions: judging ? judged.kept : countDealt(deal, positions, length),
    unanswerable,
    unlabelled,
    ...(excluded && { excluded: excluded.count }),
    ...(judging && { judged }),
  };
}

/** All that a run is to tell of: the records of its dataset, or its tasks, and what could not be read. */
function recordsOf({ settings, corpus, shard, deal }: Dataset): number {
  const { questions, rejects } = corpus.info;
  return (
    rejects +
    (hasTasks(settings)
      ? (shard?.share.all ?? positionsAsked(settings.numSamples, deal))
      : questions)
  );
}

/** A Writable that hands blocks to the outputs, and tells how far each length is. */
function blockWriter(dataset: OpenDataset): Writable {
  const { maxSeqLengths, run, name, outputs, deal, settings } = dataset;
  const { reporter } = run;
  const done = outputs.before.map(({ candidates }) => candidates);
  const all = totalOf(dataset);
  // One stream is told of as a whole.
  const own = deal && settings.out === undefined ? deal.of : 1;
  const total = all && Math.ceil(all / own);
  const tell = (length: number): void => {
    const progress = { done: done[length]!, total, unit: 'questions' };
    reporter.progress(`${name} ${maxSeqLengths[length] ?? 'relevant'}`, progress);
  };
  for (const [length, count] of done.entries()) if (count > 0) tell(length);
  const take = async (blocks: readonly MadeBlock[]): Promise<void> => {
    await outputs.write(blocks, length => questionCountsAt(dataset, length));
    for (const { release, rejects, lengths, candidates } of blocks) {
      release?.();
      for (const { reject } of rejects) reporter.reject(reject);
      for (const length of lengths) {
        done[length]! += candidates;
        if (candidates > 0) tell(length);
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

function warn(
  { file, settings, judging, run, corpus, shard, deal }: Dataset,
  used: number,
  written: readonly OutputSummary[],
): void {
  const numSamples = deal ? settings.numSamples * deal.places.length : settings.numSamples;
  const questions = shard?.share.all ?? used;
  const { questions: there, unanswerable, unlabelled } = corpus.info;
  if (!hasTasks(settings) && unanswerable + unlabelled === there) {
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
