import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { openAppender, writeWhole } from '../../../lib/model/journal/appender.js';
import { scratch } from '../../support/model/fixtures.js';

test('what comes in while a write is under way is written together, in order, in portions', async t => {
  const path = join(await scratch(t), 'file');
  const written: Buffer[][] = [];
  const appender = openAppender(path, pieces => () => void written.push(pieces));
  const pieces = Array.from({ length: 1500 }, (_, i) => Buffer.from(`${i};`));
  await Promise.all(pieces.map(appender.append));
  t.is(await readFile(path, 'utf8'), pieces.join(''));
  t.deepEqual(written.flat(), pieces);
  t.true(written.length < 10, `${written.length} writes`);
  t.is(Math.max(...written.map(({ length }) => length)), 512);

  written.length = 0;
  const large = Array.from({ length: 7 }, (_, i) => Buffer.alloc(1 << 20, `${i}`));
  await Promise.all(large.map(appender.append));
  t.is(Math.max(...written.map(({ length }) => length)), 4, 'no more than 4 MB at once');
  t.is((await stat(path)).size, pieces.join('').length + (7 << 20));
  await appender.close();
  await appender.close();
});

test('others may append to the same file, and nothing of it is lost', async t => {
  const path = join(await scratch(t), 'file');
  await writeFile(path, 'before;');
  const deaf = () => () => undefined;
  const [one, other] = [openAppender(path, deaf), openAppender(path, deaf)];
  const texts = Array.from({ length: 40 }, (_, i) => `${i};`);
  await Promise.all(texts.map((text, i) => (i % 2 === 0 ? one : other).append(Buffer.from(text))));
  await Promise.all([one.close(), other.close()]);
  const found = (await readFile(path, 'utf8')).split(';');
  t.deepEqual(found.sort(), ['before', ...texts.map((_, i) => `${i}`), ''].sort());
});

test('nobody hears that it was written where taking it up has failed, and the next write works', async t => {
  const path = join(await scratch(t), 'file');
  let fails = true;
  const appender = openAppender(path, () => () => {
    if (fails) throw new Error('no room');
  });
  await t.throwsAsync(appender.append(Buffer.from('a')), { message: 'no room' });
  fails = false;
  await appender.append(Buffer.from('b'));
  await appender.close();
  t.is(await readFile(path, 'utf8'), 'ab');
});

test('a write that is cut short is made again as a whole, and given up where it stays short', async t => {
  const pieces = [Buffer.from('ab'), Buffer.from('cde')];
  for (const [taken, works] of [
    [[5], true],
    [[0, 5], true],
    [[3, 4, 5], true],
    [[3, 4, 4], false],
  ] as const) {
    const calls: Buffer[][] = [];
    const write = async (given: Buffer[]): Promise<number> => taken[calls.push(given) - 1]!;
    const writing = writeWhole(pieces, write);
    if (works) await t.notThrowsAsync(writing);
    else await t.throwsAsync(writing, { message: 'the disk takes no more' });
    t.deepEqual(
      calls,
      taken.map(() => pieces),
    );
  }
});

test('what cannot be written is told to those who wait for it, and to nobody else', async t => {
  const path = join(await scratch(t), 'file');
  const appender = openAppender(path, pieces => {
    if (pieces.some(piece => piece.equals(Buffer.from('bad')))) throw new Error('no');
    return () => undefined;
  });
  // The first one is under way when the others come.
  const waiting = ['good', 'bad', 'too'].map(text => appender.append(Buffer.from(text)));
  const results = await Promise.allSettled(waiting);
  t.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected'],
  );
  await appender.append(Buffer.from('end'));
  await appender.close();
  t.is(await readFile(path, 'utf8'), 'goodend');
});

test('whoever closes waits for what is under way', async t => {
  const path = join(await scratch(t), 'file');
  const appender = openAppender(path, () => () => undefined);
  const pieces = Array.from({ length: 600 }, (_, i) => Buffer.from(`${i};`));
  const appended = pieces.map(appender.append);
  await Promise.all([appender.close(), appender.close()]);
  t.is(await readFile(path, 'utf8'), pieces.join(''));
  await Promise.all(appended);
});
