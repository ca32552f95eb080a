import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { wordCounter } from './word-counter.js';

/** What a process does with a tokenizer that counts beside; it says what it has seen. */
const threads = (): number => readdirSync('/proc/self/task').length;

const TASKS: Record<string, () => Promise<unknown>> = {
  'count and close': async () => {
    // Node starts some threads of its own with the first worker; they stay.
    const first = await wordCounter.load('words');
    const open = threads();
    const count = first.count('one two');
    first.close();
    while (threads() >= open) await setTimeout(5);
    return count;
  },
  'count and leave it open': async () => (await wordCounter.load('words')).count('one two'),
  'leave it asleep': async () => {
    const worker = new Worker(new URL(import.meta.url), { argv: ['sleep'] });
    await new Promise(resolve => worker.once('message', resolve));
    return worker.terminate();
  },
  sleep: async () => {
    const { parentPort } = await import('node:worker_threads');
    const tokenizer = await wordCounter.load('never answers');
    parentPort!.postMessage('asleep');
    return tokenizer.count('one two');
  },
};

console.log(JSON.stringify(await TASKS[process.argv[2]!]!()));
