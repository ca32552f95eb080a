import { parentPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type ErrorCode, KeychainError } from './errors.js';
import { threadLoaded, threadsStart } from './loading-threads.js';

/** Threads that run the functions of one module. */
export interface Threads<Answer> {
  /**
   * Runs a function, made with {@link answering}, on a thread that is free, or the next to be.
   *
   * @throws KeychainError as the function
   */
  run(name: string, input: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** What a thread says once all its modules are there. */
const LOADED = 'loaded';

/**
 * Starts threads. The module is to call {@link sayLoaded} when it is there.
 *
 * @param data - what each finds as `workerData`
 */
export function openThreads<Answer>(module: URL, data: object, count: number): Threads<Answer> {
  threadsStart(count);
  const pool = new Piscina({
    filename: module.href,
    workerData: data,
    minThreads: count,
    maxThreads: count,
    // Nobody looks at its histograms.
    recordTiming: false,
  });
  const loaded = allLoaded(pool, count);
  return {
    run: async (name, input) => {
      const outcome = (await pool.run(input, { name })) as Outcome<Answer>;
      if ('answer' in outcome) return outcome.answer;
      throw new KeychainError(outcome.failed.code, outcome.failed.message);
    },
    close: async () => {
      await loaded;
      await pool.destroy();
    },
  };
}

/** What comes back from a thread: an error loses its class, and with it its code, on the way. */
type Outcome<Answer> = { answer: Answer } | { failed: { code: ErrorCode; message: string } };

/** A function that {@link Threads.run} can run. */
export const answering =
  <In, Answer>(work: (input: In) => Promise<Answer>) =>
  async (input: In): Promise<Outcome<Answer>> => {
    try {
      return { answer: await work(input) };
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      const { code, message } = error;
      return { failed: { code, message } };
    }
  };

/** Says, in a thread that {@link openThreads} has started, that its modules are there. */
export function sayLoaded(): void {
  threadLoaded();
  parentPort?.postMessage(LOADED);
}

/**
 * Waits until all threads have their modules. One that is ended while it loads a native one
 * (that of the corpus) can take the whole process with it.
 */
function allLoaded(pool: Piscina, count: number): Promise<void> {
  return new Promise(resolve => {
    // The pool's threads alone do not keep a process alive.
    const alive = setInterval(() => undefined, 1000);
    const settle = (): void => {
      clearInterval(alive);
      resolve();
    };
    let left = count;
    pool.on('message', message => {
      if (message === LOADED && --left === 0) settle();
    });
    // One that cannot load ends by itself; whoever waits for its answer is told.
    pool.on('error', settle);
  });
}
