import { workerData } from 'node:worker_threads';
import { answering, sayLoaded } from '../../threads.js';
import { type AssemblerParts, openAssembler } from './assembler.js';
import type { Block, MadeBlock } from './block.js';
import type { HandedBlock } from './handed-block.js';
import { sharedRooms } from './shared-bytes.js';

// Standard output may be the samples': what a stage of the user's own prints goes to standard error.
process.stdout.write = process.stderr.write.bind(process.stderr);

/** Runs in a worker thread: opens its own tokenizer and corpus once, then takes blocks. */
const assembler = openAssembler(workerData as AssemblerParts);
// Reported by the first block.
assembler.catch(() => undefined);
const share = sharedRooms();
sayLoaded();

export const makeBlocks = answering(async (blocks: readonly Block[]): Promise<HandedBlock[]> => {
  const answers: HandedBlock[] = [];
  for (const block of blocks) answers.push(handed(await (await assembler).make(block)));
  return answers;
});

function handed({ packed, ...block }: MadeBlock): HandedBlock {
  if (!packed) return { block };
  return { block, packed: { bytes: share(packed.bytes), note: packed.note } };
}
