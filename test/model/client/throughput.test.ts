import test from 'ava';
import { Pool } from 'undici';
import { ask, chatFor } from '../../support/model/fixtures.js';
import { forkMock } from '../../support/model/mock-process.js';

const CONCURRENCY = 256;
/** More than are in flight: while an answer is written to disk, another request takes its slot. */
const OUTSTANDING = 320;
const LATENCY = 200;
const CALLS = 24 * CONCURRENCY;

test('256 in flight with 200 ms answers come close to 1,280 answers a second', async t => {
  const mock = await forkMock({ latencyMs: LATENCY });
  t.teardown(() => mock.close());
  const rateOf = async (call: (name: string) => Promise<unknown>): Promise<number> => {
    const round = (name: string, count: number) => {
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next < count) await call(`${name} ${next++}`);
      };
      return Promise.all(Array.from({ length: OUTSTANDING }, worker));
    };
    await round('warm up', CONCURRENCY);
    const started = performance.now();
    await round('measured', CALLS);
    return CALLS / ((performance.now() - started) / 1000);
  };

  const { origin, pathname } = new URL(mock.url);
  const pool = new Pool(origin, { connections: CONCURRENCY });
  t.teardown(() => pool.destroy());
  const bareCall = async (name: string): Promise<void> => {
    const body = JSON.stringify({ model: 'm', ...ask(name) });
    const reply = await pool.request({ method: 'POST', path: pathname, body });
    await reply.body.json();
  };
  const ideal = CONCURRENCY / (LATENCY / 1000);
  let enough = false;
  // On a machine that others use too, undici alone falls behind as well, and one round says
  // little. Measured on a quiet one, the client reaches more than 90 % of the ideal.
  for (let round = 0; round < 3 && !enough; round++) {
    const chat = await chatFor(t, { urls: [mock.url], concurrency: CONCURRENCY });
    const bare = await rateOf(bareCall);
    const rate = await rateOf(name => chat.ask(ask(name)));
    t.log(`${rate.toFixed(0)} answers a second of ${ideal}; undici alone ${bare.toFixed(0)}`);
    enough = rate >= 0.6 * Math.min(ideal, bare);
  }
  t.true((await mock.mostInFlight()) <= CONCURRENCY);
  t.true(enough);
});
