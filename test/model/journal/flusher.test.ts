import test from 'ava';
import { flusher } from '../../../lib/model/journal/flusher.js';
import { idle } from '../../support/streams.js';

/** A disk that flushes when it is told to. */
function slowDisk() {
  const under: { end: () => void; fail: (error: Error) => void }[] = [];
  const sync = () => new Promise<void>((end, fail) => void under.push({ end, fail }));
  return { under, ...flusher(sync) };
}

test('what is written while a flush is under way has the next one, together', async t => {
  const { under, flush } = slowDisk();
  flush();
  t.is(under.length, 1, 'at once');
  flush();
  flush();
  await idle();
  t.is(under.length, 1, 'one at a time');
  under[0]!.end();
  await idle();
  t.is(under.length, 2);
  under[1]!.end();
  await idle();
  t.is(under.length, 2, 'nothing is left to be flushed');
  flush();
  t.is(under.length, 3);
});

test('it is settled when all is flushed, or cannot be', async t => {
  const { under, flush, settle } = slowDisk();
  await t.notThrowsAsync(settle(), 'nothing was written');
  flush();
  flush();
  let isSettled = false;
  const settled = settle().then(() => {
    isSettled = true;
  });
  under[0]!.fail(new Error('the disk is gone'));
  await idle();
  t.false(isSettled);
  under[1]!.fail(new Error('the disk is gone'));
  await settled;
  await t.notThrowsAsync(settle());
});
