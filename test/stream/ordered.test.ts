import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { ordered } from '../../lib/stream/ordered.js';
import { all, closed, endless, failureOf, idle, outcomeOf } from '../support/streams.js';

/** Work whose end is decided from outside. */
function jobs() {
  const open = new Map<number, { finish: () => void; fail: (error: Error) => void }>();
  let most = 0;
  return {
    open,
    most: () => most,
    work: (n: number): Promise<number> =>
      new Promise((resolve, reject) => {
        open.set(n, {
          finish: () => {
            open.delete(n);
            resolve(n);
          },
          fail: error => {
            open.delete(n);
            reject(error);
          },
        });
        most = Math.max(most, open.size);
      }),
  };
}

test('results come in the order of the inputs, whichever work is done first, and never more than `concurrency` at once', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 20 }),
      fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
      async (concurrency, count, choices) => {
        const { open, most, work } = jobs();
        const inputs = Array.from({ length: count }, (_, i) => i);
        const results = all(Readable.from(inputs).pipe(ordered(concurrency, work)));
        for (const choice of choices.slice(0, count)) {
          while (open.size === 0) await new Promise(resolve => setImmediate(resolve));
          [...open.values()][choice % open.size]?.finish();
        }
        t.deepEqual(await results, inputs);
        t.true(most() <= concurrency, `${most()} at once`);
      },
    ),
    { numRuns: 50 },
  );
});

test('as much work as allowed is under way at once', async t => {
  const { open, work } = jobs();
  const results = all(Readable.from([0, 1, 2, 3, 4]).pipe(ordered(3, work)));
  await idle();
  t.deepEqual([...open.keys()], [0, 1, 2]);
  open.get(0)?.finish();
  await idle();
  t.deepEqual([...open.keys()], [1, 2, 3], 'one more for the one that is done');
  for (const n of [1, 2, 3]) open.get(n)?.finish();
  await idle();
  open.get(4)?.finish();
  t.deepEqual(await results, [0, 1, 2, 3, 4]);
});

for (const [name, work] of [
  [
    'throws at once',
    (n: number): Promise<number> => {
      if (n === 2) throw new Error('two');
      return Promise.resolve(n);
    },
  ],
  [
    'rejects',
    async (n: number): Promise<number> => {
      if (n === 2) throw new Error('two');
      return n;
    },
  ],
] as const) {
  test(`work that ${name} destroys the stream: what is before it comes, nothing after it`, async t => {
    let closes = 0;
    const stream = Readable.from([0, 1, 2, 3, 4]).pipe(ordered(4, work, () => void closes++));
    const { records, error } = await outcomeOf(stream);
    t.is(error?.message, 'two');
    t.deepEqual(records, [0, 1]);
    t.is(closes, 1);
  });
}

test('a failure ends the stream at once, even if no further input comes', async t => {
  const stream = ordered<number, number>(4, async () => {
    throw new Error('alone');
  });
  stream.write(1);
  t.is((await failureOf(stream)).message, 'alone');
});

test('a failure waits for its turn, and what fails behind it is not told', async t => {
  const { open, work } = jobs();
  const stream = Readable.from([0, 1, 2]).pipe(ordered(3, work));
  const outcome = outcomeOf(stream);
  await idle();
  open.get(2)?.fail(new Error('two'));
  open.get(1)?.fail(new Error('one'));
  await idle();
  t.false(stream.destroyed);
  open.get(0)?.finish();
  t.like(await outcome, { records: [0], error: { message: 'one' } });
});

test('destroyed while work is under way, it closes once and drops what comes', async t => {
  const { open, work } = jobs();
  let closes = 0;
  const stream = ordered(2, work, async () => {
    closes++;
  });
  stream.write(0);
  stream.write(1);
  await idle();
  t.is(open.size, 2);
  stream.destroy();
  await closed(stream);
  t.is(closes, 1);
  open.get(0)?.finish();
  open.get(1)?.fail(new Error('nobody listens'));
  await idle();
  t.is(stream.read(), null);
  t.is(closes, 1);
});

test('an error of close does not hide the one before it', async t => {
  const stream = ordered<number, number>(
    1,
    async n => n,
    () => Promise.reject(new Error('close')),
  );
  stream.destroy(new Error('first'));
  t.is((await failureOf(stream)).message, 'first');
});

test('close is waited for at the end, and its error is told', async t => {
  const stream = Readable.from([1]).pipe(
    ordered<number, number>(
      1,
      async n => n,
      () => Promise.reject(new Error('close')),
    ),
  );
  t.like(await outcomeOf(stream), { records: [1], error: { message: 'close' } });
});

test('a reader that does not read stops the work with few results in memory', async t => {
  const { source, taken } = endless();
  const concurrency = 3;
  const stream = source.pipe(ordered<number, number>(concurrency, async n => n));
  await idle();
  const before = taken();
  t.true(before <= 4 + 1 + 2 * concurrency + 1, `${before} records are in flight`);
  await idle();
  t.is(taken(), before);
  source.destroy();
  stream.destroy();
});
