import { parentPort, workerData } from 'node:worker_threads';
import { threadLoaded } from '../../loading-threads.js';
import type { AsyncTokenizer, OpenTokenizer } from './async-tokenizer.js';
import {
  type Asked,
  COUNT,
  COUNTED,
  ENDED,
  FAILED,
  failureOf,
  type HelperData,
  type Opened,
  OVER,
  STATE,
} from './protocol.js';

/** Runs in a thread of its own beside one that counts: opens a tokenizer, then counts text by text. */
const { module, path, shared, port } = workerData as HelperData;

const wake = (state: number): void => {
  Atomics.store(shared, STATE, state);
  Atomics.notify(shared, STATE);
};

// Whoever sleeps must be woken however this thread ends.
let last: unknown = new Error(OVER);
process.on('uncaughtExceptionMonitor', error => {
  last = error;
});
process.on('exit', () => {
  port.postMessage(failureOf(last));
  wake(ENDED);
});

async function answer(tokenizer: AsyncTokenizer, asked: Asked): Promise<void> {
  try {
    if (typeof asked === 'string') Atomics.store(shared, COUNT, await tokenizer.count(asked));
    else port.postMessage(await countEach(tokenizer, asked));
    wake(COUNTED);
  } catch (error) {
    port.postMessage(failureOf(error));
    wake(FAILED);
  }
}

async function countEach(tokenizer: AsyncTokenizer, texts: readonly string[]): Promise<number[]> {
  if (tokenizer.countAll) return tokenizer.countAll(texts);
  const counts: number[] = [];
  for (const text of texts) counts.push(await tokenizer.count(text));
  return counts;
}

async function opened(): Promise<Opened> {
  try {
    const { open } = (await import(module)) as { open: OpenTokenizer };
    const tokenizer = await open(path);
    port.on('message', (asked: Asked) => void answer(tokenizer, asked));
    return { identity: tokenizer.identity };
  } catch (error) {
    last = error;
    return { failure: failureOf(error) };
  } finally {
    threadLoaded();
  }
}

parentPort!.postMessage(await opened());
