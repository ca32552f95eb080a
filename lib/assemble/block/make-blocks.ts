import type { Transform } from 'node:stream';
import { Piscina } from 'piscina';
import { type ErrorCode, KeychainError } from '../../errors.js';
import { ordered } from '../../stream/ordered.js';
import type { AssemblerParts } from './assembler.js';
import type { Block, MadeBlock } from './block.js';

/** What comes back from a worker thread. */
export type WorkerAnswer = { block: MadeBlock } | { failed: { code: ErrorCode; message: string } };

/** Blocks under way for each worker: one that it makes, and one that waits for it. */
const BLOCKS_A_WORKER = 2;

/**
 * A Transform of blocks to what was made of them, in order: on this thread, or on `workers`
 * threads. What is made does not depend on their number.
 */
export function makeBlocks(parts: AssemblerParts, workers: number): Transform {
  if (workers <= 1) {
    const assembler = import('./assembler.js').then(({ openAssembler }) => openAssembler(parts));
    // Reported by the first block.
    assembler.catch(() => undefined);
    return ordered<Block, MadeBlock>(
      1,
      async block => (await assembler).make(block),
      async () => (await assembler.catch(() => undefined))?.close(),
    );
  }
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: parts,
    minThreads: workers,
    maxThreads: workers,
    // Nobody looks at its histograms.
    recordTiming: false,
  });
  return ordered<Block, MadeBlock>(
    workers * BLOCKS_A_WORKER,
    async block => {
      const answer = (await pool.run(block, { name: 'makeBlock' })) as WorkerAnswer;
      if ('block' in answer) return answer.block;
      throw new KeychainError(answer.failed.code, answer.failed.message);
    },
    () => pool.destroy(),
  );
}
