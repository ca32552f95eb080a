import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { KeychainError } from '../../errors.js';
import { type AssemblerParts, openAssembler } from './assembler.js';
import type { Block, MadeBlock } from './block.js';
import type { WorkerAnswer } from './make-blocks.js';

/** Runs in a worker thread: opens its own tokenizer and corpus once, then takes blocks. */
const assembler = openAssembler(workerData as AssemblerParts);
// Reported by the first block.
assembler.catch(() => undefined);

export async function makeBlock(block: Block): Promise<unknown> {
  try {
    return handedOver(await (await assembler).make(block));
  } catch (error) {
    // An error loses its class, and with it its code, on the way between two threads.
    if (!(error instanceof KeychainError)) throw error;
    const { code, message } = error;
    return { failed: { code, message } } satisfies WorkerAnswer;
  }
}

/** The bytes go to the main thread without being copied. */
function handedOver({ packed, ...block }: MadeBlock): unknown {
  if (!packed) return { block } satisfies WorkerAnswer;
  // A buffer of its own: what it stands in may be shared with others.
  const bytes = new Uint8Array(packed.bytes);
  const answer: WorkerAnswer = { block: { ...block, packed: { ...packed, bytes } } };
  return move({ [transferableSymbol]: bytes.buffer, [valueSymbol]: answer } as never);
}
