import type { Transform } from 'node:stream';
import { Piscina } from 'piscina';
import { ordered } from '../lib/stream/ordered.js';
import { stage } from '../lib/stream/stage.js';
import { type AssembledBatch, type AssemblerParts, openAssembler } from './assembler.js';
import type { Selected } from './select.js';

/** Questions that go to a worker at once: few, since one at 128K tokens makes half a megabyte. */
const BATCH = 4;

/** A Transform of single inputs to batches of them. */
export function batched(): Transform {
  let batch: Selected[] = [];
  const close = (push: (batch: Selected[]) => void): void => {
    if (batch.length > 0) push(batch);
    batch = [];
  };
  return stage<Selected, Selected[]>(
    (selected, push) => {
      batch.push(selected);
      if (batch.length === BATCH) close(push);
    },
    { flush: close },
  );
}

/**
 * A Transform of batches of questions to what became of them, in order: on this thread, or on
 * `workers` threads.
 */
export async function assembled(parts: AssemblerParts, workers: number): Promise<Transform> {
  if (workers <= 1) {
    const assembler = await openAssembler(parts);
    return ordered<Selected[], AssembledBatch>(
      1,
      async batch => assembler.run(batch),
      () => assembler.close(),
    );
  }
  const pool = new Piscina({
    filename: new URL('./assemble-worker.js', import.meta.url).href,
    workerData: parts,
    minThreads: workers,
    maxThreads: workers,
  });
  return ordered<Selected[], AssembledBatch>(
    workers * 2,
    batch => pool.run(batch, { name: 'assembleBatch' }) as Promise<AssembledBatch>,
    () => pool.destroy(),
  );
}
