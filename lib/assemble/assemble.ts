import type { Readable } from 'node:stream';
import { batches } from '../stream/batches.js';
import { flow } from '../stream/flow.js';
import { tokenizerOptions } from '../tokenize/with-tokenizer.js';
import { cutBlocks } from './block/cut-blocks.js';
import { makeBlocks } from './block/make-blocks.js';
import type { OpenDataset } from './dataset.js';
import { formOf } from './form.js';
import { threadsFor } from './threads.js';
import { totalOf } from './total.js';

/**
 * Blocks that go to a worker in one message: the main thread has as much to do with a message as with
 * the bytes of a block.
 */
const BLOCKS_A_ROW = 4;

/** Cuts the candidates into blocks and makes them, on the threads that the settings allow. */
export function assemble(candidates: Readable, dataset: OpenDataset): Readable {
  const { settings, command, corpus, corpusDir, maxSeqLengths, deal } = dataset;
  const isStream = settings.out !== undefined;
  const from = dataset.outputs.before.map(each => each.from);
  const parts = {
    corpusDir,
    corpusKey: corpus.info.key,
    tokenizer: tokenizerOptions(settings),
    settings,
    leaks: dataset.contaminated?.leaks,
    chat: dataset.chat,
    command,
    maxSeqLengths,
    deal,
    format: isStream ? ('jsonl' as const) : settings.format,
    form: formOf(settings),
    stages: settings.stage ?? [],
  };
  // Where a model is waited for, a block is not to wait for others.
  const blocksARow = dataset.judging ? 1 : BLOCKS_A_ROW;
  const threads = threadsFor({
    workers: settings.workers,
    isAside: dataset.judging !== undefined || parts.stages.length > 0,
    questions: totalOf(dataset) ?? corpus.info.questions,
    maxSeqLengths,
    blocksARow,
  });
  return flow(
    candidates,
    cutBlocks(maxSeqLengths, { from, together: isStream, deal }),
    batches(blocksARow),
    makeBlocks(parts, threads),
  );
}
