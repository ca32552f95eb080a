import { Readable, type Writable } from 'node:stream';

/** What a stream gives until it ends. */
export async function all<T>(stream: Readable): Promise<T[]> {
  const records: T[] = [];
  for await (const record of stream) records.push(record as T);
  return records;
}

/** The error that a stream ends with; fails if it ends well. */
export async function failureOf(stream: Readable): Promise<Error> {
  try {
    await all(stream);
  } catch (error) {
    return error as Error;
  }
  throw new Error('the stream ended well');
}

/** What a stream gives, and the error that it is closed with, if any. */
export async function outcomeOf<T>(stream: Readable): Promise<{ records: T[]; error?: Error }> {
  const records: T[] = [];
  let error: Error | undefined;
  stream.on('data', record => records.push(record));
  stream.on('error', failure => {
    error = failure;
  });
  await closed(stream);
  return error ? { records, error } : { records };
}

/** Resolves once the stream is closed. */
export async function closed(stream: Readable): Promise<void> {
  if (!stream.closed) await new Promise(resolve => stream.once('close', resolve));
}

/**
 * An endless source of 0, 1, 2, ... that knows how many were taken from it. Like a file it lets
 * others run between two records, unless it is `greedy`.
 */
export function endless({ greedy = false } = {}): { source: Readable; taken: () => number } {
  let next = 0;
  const source = new Readable({
    objectMode: true,
    highWaterMark: 4,
    read() {
      if (greedy) this.push(next++);
      else setImmediate(() => this.push(next++));
    },
  });
  return { source, taken: () => next };
}

/** Lets everything run that can run without anybody doing anything. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await new Promise(resolve => setImmediate(resolve));
}

/** Waits until a stream takes more, or takes nothing any more. */
export function ready(stream: Writable): Promise<void> {
  return new Promise(resolve => {
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle);
      resolve();
    };
    stream.on('drain', settle).on('close', settle);
    if (stream.destroyed) settle();
  });
}
