import { join } from 'node:path';
import test from 'ava';
import { scratch } from './fixtures.js';
import { forkMock } from './mock-process.js';
import { runChild } from './run-child.js';

test('anonymous memory is flat over 5,000 calls with 8 choices each', async t => {
  const mock = await forkMock({ latencyMs: 5, words: 300 });
  t.teardown(() => mock.close());
  const journal = join(await scratch(t), 'journal');
  const report = await runChild({
    chat: { urls: [mock.url], model: 'm', journal, concurrency: 64 },
    questions: { from: 0, count: 6000 },
    rollouts: 8,
    atOnce: 64,
    warmUp: 1000,
  });
  const [warm, end] = report!.memory as [number, number];
  t.log(`${warm.toFixed(0)} MB after 1,000 calls, ${end.toFixed(0)} MB after 6,000`);
  t.true(end - warm < 50);
});
