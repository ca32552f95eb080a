import { join } from 'node:path';
import test from 'ava';
import { scratch } from '../../support/model/fixtures.js';
import { forkMock } from '../../support/model/mock-process.js';
import { runChild } from '../../support/model/run-child.js';

const CONCURRENCY = 256;
const CALLS = process.env.CI ? 5_000 : 20_000;
/** MB above what the process has before its first call. */
/** MB; the V8 of later versions lets a little more pile up. */
const LIMIT = Number(process.versions.node.split('.')[0]) > 20 ? 60 : 50;

for (const words of [18, 300]) {
  test.serial(
    `256 calls under way, with 8 answers of ${words} words each, take less than ${LIMIT} MB`,
    async t => {
      const mock = await forkMock({ latencyMs: 200, words });
      t.teardown(() => mock.close());
      const journal = join(await scratch(t), 'journal');
      const report = await runChild({
        chat: { urls: [mock.url], model: 'm', journal, concurrency: CONCURRENCY },
        questions: { from: 0, count: CALLS },
        rollouts: 8,
        // As many records as the stages have under way.
        atOnce: 2 * CONCURRENCY,
      });
      const { idle, peak } = report!.memory;
      t.log(`${idle.toFixed(0)} MB before the first call, at most ${peak.toFixed(0)} MB`);
      t.is(await mock.mostInFlight(), CONCURRENCY);
      t.true(peak - idle < LIMIT);
    },
  );
}
