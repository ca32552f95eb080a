import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { awaitLoadingThreads, threadsStart } from '../lib/loading-threads.js';

const MODULE = new URL('../lib/loading-threads.js', import.meta.url).href;

/** A thread that starts another one, counts it, and waits for it or not. */
const INNER = `
  const { Worker } = require('node:worker_threads');
  import(${JSON.stringify(MODULE)}).then(({ threadsStart, threadLoaded }) => {
    threadsStart(1);
    new Worker(\`import(${JSON.stringify(MODULE)}).then(m => setTimeout(m.threadLoaded, 300))\`, {
      eval: true,
    });
    threadLoaded();
  });
`;

// One test, since the counter is that of the whole process.
test('the end waits for threads that load, and for their threads, but not for ever', async t => {
  t.true(awaitLoadingThreads(0));
  threadsStart(1);
  t.false(awaitLoadingThreads(0));
  t.false(awaitLoadingThreads(20));
  const worker = new Worker(INNER, { eval: true });
  // The thread's first messages go through this one, which is asleep in the last call.
  await once(worker, 'online');
  t.true(awaitLoadingThreads(60_000));
  await worker.terminate();
});
