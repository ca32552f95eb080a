import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** Under which every thread of the process finds the one counter. */
const KEY = 'keychain-pipeline: threads that load';

/**
 * Tells that threads are started. One that is ended while it loads its modules can take the whole
 * process with it (Node 20 aborts), so whoever ends the process waits for them first.
 */
export function threadsStart(count: number): void {
  Atomics.add(counter(), 0, count);
}

/** Tells, in a thread that {@link threadsStart} counts, that its modules are loaded, or cannot be. */
export function threadLoaded(): void {
  Atomics.sub(counter(), 0, 1);
  Atomics.notify(counter(), 0);
}

/**
 * Sleeps until no thread loads.
 *
 * @param most - milliseconds after which it is waited for no longer
 * @returns whether none loads
 */
export function awaitLoadingThreads(most: number): boolean {
  const deadline = performance.now() + most;
  for (;;) {
    const loading = Atomics.load(counter(), 0);
    const left = deadline - performance.now();
    if (loading <= 0) return true;
    if (left <= 0) return false;
    Atomics.wait(counter(), 0, loading, left);
  }
}

/** Made by the first thread that starts others; they inherit it. */
function counter(): Int32Array {
  const known = getEnvironmentData(KEY) as Int32Array | undefined;
  if (known) return known;
  const made = new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData(KEY, made);
  return made;
}
