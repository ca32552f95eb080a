import { availableParallelism } from 'node:os';
import { openThreads, type Threads } from '../../threads.js';
import type { TokenizerOptions } from '../../tokenize/load.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { apart, type PassageBytes } from './passage-bytes.js';
import { type NewPassage, passageRecords } from './passage-records.js';

/** Threads that a corpus may be built with. */
export interface BuildThreads {
  /** How each loads the tokenizer for itself. */
  tokenizer: TokenizerOptions;
  /** Threads that work, this one included, which reads and writes. Default: one a core. */
  count?: number | undefined;
}

/** Makes what is stored of passages, here or on threads. */
export interface PassageMaker {
  make(passages: readonly NewPassage[]): Promise<Buffer[]>;
  /** Calls of `make` that are worth having under way. */
  readonly atOnce: number;
  close(): Promise<void>;
}

/** Calls that a thread takes longer to start for than they take here. */
const CALLS_HERE = 4;

/** Calls under way for each thread: one that it makes, and one that waits for it. */
const CALLS_A_THREAD = 2;

/**
 * Makes passages here at first and then, of a larger corpus, on threads. A library that counts several
 * texts at once has threads of its own, and is asked from here.
 */
export function passageMaker(tokenizer: Tokenizer, parts: BuildThreads | undefined): PassageMaker {
  const { count = availableParallelism() } = parts ?? {};
  const isAlone = !parts || count < 2 || tokenizer.countAll !== undefined;
  const others = count - 1;
  let calls = 0;
  let threads: Threads<PassageBytes> | undefined;
  return {
    make: async passages => {
      if (isAlone || calls++ < CALLS_HERE) return passageRecords(passages, tokenizer);
      const { tokenizer: options } = parts;
      threads ??= openThreads(new URL('./worker.js', import.meta.url), options, others);
      return apart(await threads.run('makePassages', passages));
    },
    atOnce: isAlone ? 1 : others * CALLS_A_THREAD,
    close: async () => threads?.close(),
  };
}
