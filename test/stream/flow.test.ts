import { Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { flow } from '../../lib/stream/flow.js';
import { ordered } from '../../lib/stream/ordered.js';
import { slice } from '../../lib/stream/slice.js';
import { stage } from '../../lib/stream/stage.js';
import { all, closed, endless, failureOf, idle } from '../support/streams.js';

/** A flow with parts of every kind, each of which says when it is closed. */
function watched(source: Readable) {
  const closes = { first: 0, second: 0, third: 0 };
  const first = stage<number, number>((n, push) => push(n + 1), {
    close: () => void closes.first++,
  });
  const second = ordered<number, number>(
    2,
    async n => n * 10,
    () => void closes.second++,
  );
  const third = stage<number, number>((n, push) => push(n), { close: () => void closes.third++ });
  return {
    closes,
    parts: [source, first, second, third],
    result: flow(source, first, second, third),
  };
}

async function allClosedOnce(t: ExecutionContext, { closes, parts }: ReturnType<typeof watched>) {
  await Promise.all(parts.map(closed));
  t.deepEqual(closes, { first: 1, second: 1, third: 1 });
}

test('a flow hands records from stage to stage, in order', async t => {
  const all3 = watched(Readable.from([1, 2, 3]));
  t.deepEqual(await all(all3.result), [20, 30, 40]);
  await allClosedOnce(t, all3);
});

test('a flow without stages is its source', async t => {
  t.deepEqual(await all(flow(Readable.from(['a', 'b']))), ['a', 'b']);
});

test('an empty source makes an empty flow', async t => {
  t.deepEqual(await all(watched(Readable.from([])).result), []);
});

test('destroying the result before anything is read destroys every part', async t => {
  const parts = watched(endless().source);
  parts.result.destroy();
  await allClosedOnce(t, parts);
});

test('destroying the result midway destroys every part', async t => {
  const parts = watched(endless().source);
  let seen = 0;
  parts.result.on('data', () => {
    if (++seen === 5) parts.result.destroy();
  });
  await allClosedOnce(t, parts);
});

test('a consumer that has seen enough destroys every part', async t => {
  const parts = watched(endless().source);
  for await (const record of parts.result) if (record === 50) break;
  await allClosedOnce(t, parts);
});

test('an error of the source reaches the reader and destroys every part', async t => {
  const parts = watched(
    Readable.from(
      (function* () {
        yield 1;
        throw new Error('source');
      })(),
    ),
  );
  t.is((await failureOf(parts.result)).message, 'source');
  await allClosedOnce(t, parts);
});

for (const which of [0, 1, 2, 3]) {
  test(`an error of part ${which} reaches the reader and destroys every part`, async t => {
    const parts = watched(endless().source);
    parts.result.once('data', () => parts.parts[which]?.destroy(new Error(`part ${which}`)));
    t.is((await failureOf(parts.result)).message, `part ${which}`);
    await allClosedOnce(t, parts);
  });

  test(`the reader does not wait for ever for part ${which} that was destroyed without an error`, async t => {
    const parts = watched(endless().source);
    parts.result.once('data', () => parts.parts[which]?.destroy());
    const { code } = (await failureOf(parts.result)) as NodeJS.ErrnoException;
    t.is(code, 'ERR_STREAM_PREMATURE_CLOSE');
    await allClosedOnce(t, parts);
  });
}

test('a source that has failed before is an error all the same', async t => {
  const source = endless().source;
  source.destroy(new Error('early'));
  source.on('error', () => undefined);
  await closed(source);
  const parts = watched(source);
  t.is((await failureOf(parts.result)).message, 'early');
  await allClosedOnce(t, parts);
});

test('an error after the end is no uncaught one', async t => {
  const late = stage<number, number>((n, push) => push(n), {
    close: () => {
      throw new Error('late');
    },
  });
  const result = flow(endless().source, late);
  result.destroy();
  await closed(late);
  t.pass();
});

test('flows nest: the outer one destroys the inner one', async t => {
  const inner = watched(endless().source);
  const outer = flow(inner.result, slice(0, 2));
  t.deepEqual(await all(outer), [10, 20]);
  await allClosedOnce(t, inner);
});

test('a slow reader stops the whole flow with few records in it', async t => {
  const { source, taken } = endless();
  const { result } = watched(source);
  await new Promise(resolve => result.once('readable', resolve));
  await idle();
  const before = taken();
  t.true(before < 150, `${before} records are in flight`);
  await idle();
  t.is(taken(), before);
  result.destroy();
});
