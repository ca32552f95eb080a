import { Readable } from 'node:stream';
import test from 'ava';
import { type StageOptions, type Step, stage } from '../../lib/stream/stage.js';
import { all, closed, endless, failureOf, idle, outcomeOf } from '../support/streams.js';

const run = <In>(inputs: In[], step: Step<In, unknown>, parts: StageOptions<unknown> = {}) =>
  Readable.from(inputs).pipe(stage(step, parts));

test('a step pushes any number of outputs, at once or later', async t => {
  const outputs = await all<number>(
    run([0, 1, 2, 3], async (n: number, push) => {
      if (n % 2) await Promise.resolve();
      for (let i = 0; i < n; i++) push(n);
    }),
  );
  t.deepEqual(outputs, [1, 2, 2, 3, 3, 3]);
});

test('inputs are taken one at a time, in order', async t => {
  let underWay = 0;
  const seen = await all(
    run([1, 2, 3], async (n: number, push) => {
      t.is(++underWay, 1);
      await new Promise(resolve => setImmediate(resolve));
      underWay--;
      push(n);
    }),
  );
  t.deepEqual(seen, [1, 2, 3]);
});

test('flush pushes what is left', async t => {
  let sum = 0;
  const sums = await all(
    run(
      [1, 2, 3],
      (n: number) => {
        sum += n;
      },
      { flush: push => push(sum) },
    ),
  );
  t.deepEqual(sums, [6]);
});

for (const [name, fail] of [
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
] as [string, () => never | Promise<never>][]) {
  test(`a step that ${name} destroys the stream with its error and closes it once`, async t => {
    let closes = 0;
    const stream = run([1, 2], fail, { close: () => void closes++ });
    t.is((await failureOf(stream)).message, 'no');
    t.is(closes, 1);
  });

  test(`a flush that ${name} destroys the stream with its error and closes it once`, async t => {
    let closes = 0;
    const stream = run([1], () => undefined, { flush: fail, close: () => void closes++ });
    t.is((await failureOf(stream)).message, 'no');
    t.is(closes, 1);
  });

  test(`a close that ${name} ends the stream with its error`, async t => {
    const stream = stage(() => undefined, { close: fail });
    stream.end();
    t.is((await outcomeOf(stream)).error?.message, 'no');
  });

  test(`a close that ${name} does not hide the error before it`, async t => {
    const stream = stage(() => undefined, { close: fail });
    stream.destroy(new Error('first'));
    t.is((await failureOf(stream)).message, 'first');
  });
}

test('close is called once when the stream ends', async t => {
  let closes = 0;
  t.deepEqual(await all(run([1], (n, push) => push(n), { close: () => void closes++ })), [1]);
  t.is(closes, 1);
});

test('close is called once when the stream is destroyed, even twice and while a step is under way', async t => {
  let closes = 0;
  let begun: (() => void) | undefined;
  const first = new Promise<void>(resolve => {
    begun = resolve;
  });
  let go: (() => void) | undefined;
  const gate = new Promise<void>(resolve => {
    go = resolve;
  });
  const stream = stage<number, number>(
    async (n, push) => {
      begun?.();
      await gate;
      push(n);
    },
    { close: () => void closes++ },
  );
  stream.write(1);
  await first;
  stream.destroy();
  stream.destroy();
  await closed(stream);
  t.is(closes, 1);
  go?.();
  await idle();
  t.is(closes, 1);
  t.is(stream.read(), null, 'what is pushed after the end is dropped');
});

test('a reader that does not read stops the stage', async t => {
  const { source, taken } = endless();
  const stream = source.pipe(stage<number, number>((n, push) => push(n), { highWaterMark: 2 }));
  await idle();
  const before = taken();
  t.true(before <= 4 + 2 + 2 + 2, `${before} records are in flight`);
  await idle();
  t.is(taken(), before);
  stream.read();
  stream.read();
  stream.read();
  await idle();
  t.true(taken() > before, 'it goes on when something is read');
  source.destroy();
  stream.destroy();
});
