import type { Transform } from 'node:stream';
import { ordered } from '../../stream/ordered.js';
import { openThreads } from '../../threads.js';
import type { AssemblerParts } from './assembler.js';
import type { Block, MadeBlock } from './block.js';
import type { HandedBlock } from './handed-block.js';
import { bytesIn, release } from './shared-bytes.js';

/** Rows of blocks under way for each worker: one that it makes, and one that waits for it. */
const ROWS_A_WORKER = 2;

/**
 * A Transform of rows of blocks to what was made of each block, in order: on this thread, or on
 * `workers` threads. A row goes to a worker as one message; what is made depends neither on its
 * length nor on the number of threads. A stage of the user's own always has a thread: what it prints
 * would stand among samples on standard output else.
 */
export function makeBlocks(parts: AssemblerParts, workers: number): Transform {
  const isHere = workers <= 1 && parts.stages.length === 0;
  return isHere ? onThisThread(parts) : onThreads(parts, Math.max(1, workers));
}

const pushEach = (blocks: readonly MadeBlock[], push: (block: MadeBlock) => void): void => {
  for (const block of blocks) push(block);
};

function onThisThread(parts: AssemblerParts): Transform {
  const assembler = import('./assembler.js').then(({ openAssembler }) => openAssembler(parts));
  // Reported by the first block.
  assembler.catch(() => undefined);
  return ordered<Block[], MadeBlock[]>(
    1,
    async blocks => {
      const made: MadeBlock[] = [];
      for (const block of blocks) made.push(await (await assembler).make(block));
      return made;
    },
    async () => (await assembler.catch(() => undefined))?.close(),
    pushEach,
  );
}

function onThreads(parts: AssemblerParts, workers: number): Transform {
  const pool = openThreads<HandedBlock[]>(new URL('./worker.js', import.meta.url), parts, workers);
  return ordered<Block[], MadeBlock[]>(
    workers * ROWS_A_WORKER,
    async blocks => (await pool.run('makeBlocks', blocks)).map(madeBlock),
    pool.close,
    pushEach,
  );
}

function madeBlock({ block, packed }: HandedBlock): MadeBlock {
  if (!packed) return block;
  const { bytes, note } = packed;
  return { ...block, packed: { bytes: bytesIn(bytes), note }, release: () => release(bytes) };
}
