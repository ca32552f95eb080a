import { workerData } from 'node:worker_threads';
import { type AssemblerParts, openAssembler } from './assembler.js';

/** Runs in a worker thread: opens its own tokenizer and corpus once, then takes batches. */
const assembler = openAssembler(workerData as AssemblerParts);

export const assembleBatch = async (batch: Parameters<Awaited<typeof assembler>['run']>[0]) =>
  (await assembler).run(batch);
