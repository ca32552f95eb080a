import test from 'ava';
import fc from 'fast-check';
import { TokenBucket } from '../../../lib/model/limits/token-bucket.js';
import { FakeClock } from '../../support/model/fake-clock.js';

const signal = new AbortController().signal;

test('no minute sees more than the limit, whenever requests come', async t => {
  const gaps = fc.array(fc.nat({ max: 5_000 }), { minLength: 1, maxLength: 150 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), gaps, async (limit, waits) => {
      const clock = new FakeClock();
      const bucket = new TokenBucket(limit, clock);
      const taken: number[] = [];
      const all = (async () => {
        const asked: Promise<unknown>[] = [];
        for (const wait of waits) {
          await new Promise<void>(resolve => clock.after(wait, resolve));
          asked.push(bucket.take(1, signal).then(() => taken.push(clock.now())));
        }
        await Promise.all(asked);
      })();
      await clock.drive(all);
      for (const from of taken) {
        const minute = taken.filter(at => at >= from && at < from + 60_000);
        if (minute.length > limit) return false;
      }
      return taken.length === waits.length;
    }),
    { numRuns: 40 },
  );
  t.pass();
});

test('what is larger than the bucket waits for a full one, and others wait for it', async t => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(600, clock);
  await bucket.take(100, signal);
  t.is(clock.now(), 0);
  await clock.drive(bucket.take(1, signal));
  // 91 of debt at some ten a second.
  t.true(clock.now() > 9_000 && clock.now() < 9_500, `${clock.now()}`);
});

test('who gives up waiting does not stop the others', async t => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(60, clock);
  await bucket.take(1, signal);
  const abort = new AbortController();
  const first = bucket.take(1, abort.signal);
  const second = bucket.take(1, signal);
  abort.abort(new Error('given up'));
  await t.throwsAsync(first, { message: 'given up' });
  await clock.drive(second);
  t.true(clock.now() <= 1_000);
});
