import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { sortOnDisk } from '../../lib/disk/sort-on-disk.js';
import { flow } from '../../lib/stream/flow.js';
import { slice } from '../../lib/stream/slice.js';
import { stage } from '../../lib/stream/stage.js';
import { all, closed, endless, failureOf, idle } from '../support/streams.js';

interface Item {
  at: number;
  name: string;
}

/** Temporary files of this process alone. A dot in the name must do no harm. */
const temporary = mkdtempSync(join(tmpdir(), 'keychain-test.'));
process.env.TMPDIR = temporary;
test.after.always(() => rm(temporary, { recursive: true }));

const byPlace = () => sortOnDisk<Item>(item => item.at);
const item = (at: number): Item => ({ at, name: `item ${at}` });

async function leavesNothing(t: ExecutionContext): Promise<void> {
  t.deepEqual(await readdir(temporary), []);
}

test.serial(
  'records come out in ascending order of their numbers, equal ones in their own',
  async t => {
    const place = fc.oneof(
      fc.nat(20),
      fc.maxSafeNat(),
      fc.integer(),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
    );
    const names = fc.array(fc.record({ at: place, name: fc.string() }), { maxLength: 600 });
    await fc.assert(
      fc.asyncProperty(names, async items => {
        const sort = byPlace();
        const sorted = await all(flow(Readable.from(items), sort));
        await closed(sort);
        t.deepEqual(sorted, JSON.parse(JSON.stringify([...items].sort((a, b) => a.at - b.at))));
      }),
      { numRuns: 20 },
    );
    await leavesNothing(t);
  },
);

test.serial('no records give none', async t => {
  const sort = byPlace();
  t.deepEqual(await all(flow(Readable.from([]), sort)), []);
  await closed(sort);
  await leavesNothing(t);
});

test.serial('not even while records wait is there anything that a crash could leave', async t => {
  const sort = byPlace();
  for (let at = 0; at < 1000; at++) sort.write(item(at));
  await idle();
  await leavesNothing(t);
  sort.destroy();
  await closed(sort);
});

test.serial('a temporary folder that cannot be written says so', async t => {
  process.env.TMPDIR = '/nonexistent/folder';
  const sort = byPlace();
  const error = await failureOf(sort);
  process.env.TMPDIR = temporary;
  t.like(error, { code: 'OUTPUT_UNWRITABLE' });
});

test.serial('destroyed before anything has come, it leaves nothing behind', async t => {
  const sort = byPlace();
  sort.destroy();
  await closed(sort);
  await leavesNothing(t);
});

test.serial('destroyed while records come, it leaves nothing behind', async t => {
  const { source } = endless();
  let seen = 0;
  const count = stage<number, Item>((n, push) => {
    seen++;
    push(item(n));
  });
  const sort = byPlace();
  const result = flow(source, count, sort);
  while (seen < 1000) await new Promise(resolve => setImmediate(resolve));
  result.destroy();
  await Promise.all([source, count, sort].map(closed));
  await leavesNothing(t);
});

test.serial('destroyed while records go, it leaves nothing behind', async t => {
  const sort = byPlace();
  const items = Array.from({ length: 500 }, (_, i) => item(499 - i));
  t.deepEqual(await all(flow(Readable.from(items), sort, slice(0, 3))), [
    item(0),
    item(1),
    item(2),
  ]);
  await closed(sort);
  await leavesNothing(t);
});

test.serial('an error upstream leaves nothing behind', async t => {
  const sort = byPlace();
  const source = Readable.from(
    (function* () {
      for (let i = 0; i < 300; i++) yield item(i);
      throw new Error('upstream');
    })(),
  );
  t.is((await failureOf(flow(source, sort))).message, 'upstream');
  await closed(sort);
  await leavesNothing(t);
});

test.serial('a number that cannot be told is an error, and leaves nothing behind', async t => {
  const sort = sortOnDisk<Item>(() => {
    throw new Error('no number');
  });
  t.is((await failureOf(flow(Readable.from([item(1)]), sort))).message, 'no number');
  await closed(sort);
  await leavesNothing(t);
});

test.serial('a reader that does not read has few records waiting for it', async t => {
  const sort = byPlace();
  Readable.from(Array.from({ length: 2000 }, (_, i) => item(i))).pipe(sort);
  await new Promise(resolve => sort.once('readable', resolve));
  await idle();
  t.true(sort.readableLength <= 17, `${sort.readableLength} records wait`);
  t.is((await all<Item>(sort)).length, 2000);
  await closed(sort);
  await leavesNothing(t);
});
