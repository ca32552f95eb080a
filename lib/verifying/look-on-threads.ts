import { availableParallelism } from 'node:os';
import { KeychainError } from '../errors.js';
import { openThreads, type Threads } from '../threads.js';
import type { VerifyFileOptions } from '../verify/verify.js';
import type { SourceParts } from './open-sources.js';
import type { LookAnswer } from './worker.js';

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
  let threads: Threads<LookAnswer> | undefined;
  const started = (): Threads<LookAnswer> => {
    threads ??= openThreads(new URL('./worker.js', import.meta.url), parts, count);
    return threads;
  };
  const elsewhere: VerifyFileOptions['elsewhere'] = {
    look: async samples => {
      const answer = await started().run('lookAtEach', samples);
      if ('failed' in answer) throw new KeychainError(answer.failed.code, answer.failed.message);
      return answer.looked;
    },
    batches: count * BATCHES_A_THREAD,
  };
  return { elsewhere: count > 1 ? elsewhere : undefined, close: async () => threads?.close() };
}
