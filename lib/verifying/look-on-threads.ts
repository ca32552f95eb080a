import { availableParallelism } from 'node:os';
import { openThreads, type Threads } from '../threads.js';
import type { Looked } from '../verify/look.js';
import type { VerifyFileOptions } from '../verify/verify.js';
import type { SourceParts } from './open-sources.js';

/** Batches under way for each thread: one that it looks at, and one that waits for it. */
const BATCHES_A_THREAD = 2;

/** Threads that look at samples; none is started before there is something to look at. */
export interface LookingThreads {
  /** Undefined where this thread looks by itself. */
  elsewhere: VerifyFileOptions['elsewhere'];
  close(): Promise<void>;
}

/**
 * Has threads look at samples, each with sources of its own.
 *
 * @param count - by default one a core
 */
export function lookOnThreads(parts: SourceParts, count = availableParallelism()): LookingThreads {
  let threads: Threads<Looked[]> | undefined;
  const started = (): Threads<Looked[]> => {
    threads ??= openThreads(new URL('./worker.js', import.meta.url), parts, count);
    return threads;
  };
  const elsewhere: VerifyFileOptions['elsewhere'] = {
    look: samples => started().run('lookAtEach', samples),
    batches: count * BATCHES_A_THREAD,
  };
  return { elsewhere: count > 1 ? elsewhere : undefined, close: async () => threads?.close() };
}
