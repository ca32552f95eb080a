import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openLease, WATCH_RULES, watchLeases } from '../../lib/status/watch-leases.js';
import { leaseOf } from '../support/left-behind.js';
import { tempDir } from '../support/temp-dir.js';

const RULES = { ...WATCH_RULES, lookMs: 20, looks: 2, mostLooks: 6 };

const HOUR = 3_600_000;

/** Watches one lease; `meanwhile` is done before each look but the first. */
async function watched(
  t: ExecutionContext,
  content: string,
  meanwhile: (path: string) => Promise<void> = async () => undefined,
  rules = RULES,
) {
  const path = join(await tempDir(t), 'x.jsonl.part.lease');
  await writeFile(path, content);
  const lease = openLease(path, rules)!;
  await meanwhile(path);
  await watchLeases(new Map([[path, lease]]), rules);
  return lease;
}

test('of processes of this machine the system knows, whatever the file does', async t => {
  t.is((await watched(t, leaseOf('ours'))).state, 'alive');
  t.is((await watched(t, leaseOf('dead'))).state, 'dead');
});

test('of another machine, what changes is alive', async t => {
  const lease = await watched(t, leaseOf('elsewhere'), path =>
    writeFile(path, leaseOf('elsewhere', 1)),
  );
  t.is(lease.state, 'alive');
});

test('what does not change is not known to be', async t => {
  t.is((await watched(t, leaseOf('elsewhere'))).state, 'unknown');
});

test('what is given back meanwhile is gone', async t => {
  t.is((await watched(t, leaseOf('elsewhere'), path => rm(path))).state, 'gone');
});

test('bytes that are no lease are watched as one', async t => {
  t.is((await watched(t, 'x')).state, 'unknown');
  t.is((await watched(t, 'x', path => writeFile(path, 'y'))).state, 'alive');
});

test('a lease that changes tells how far the clock of its folder is ahead', async t => {
  const ahead = await watched(t, leaseOf('elsewhere'), async path => {
    await writeFile(path, leaseOf('elsewhere', 1));
    const then = (Date.now() + HOUR) / 1000;
    await utimes(path, then, then);
  });
  t.true(Math.abs(ahead.ahead! - HOUR) < HOUR / 2);
});

test('only what seems young is waited for, when the others are known', async t => {
  // It changes only behind the looks that all are given.
  const late = async (path: string, age: number): Promise<void> => {
    const then = (Date.now() - age) / 1000;
    await utimes(path, then, then);
    setTimeout(() => void writeFile(path, leaseOf('elsewhere', 1)), 200);
  };
  const rules = { ...RULES, looks: 1, lookMs: 20, mostLooks: 100_000 };
  const young = await watched(t, leaseOf('elsewhere'), path => late(path, 0), rules);
  t.is(young.state, 'alive');
  const old = await watched(t, leaseOf('elsewhere'), path => late(path, HOUR), rules);
  t.is(old.state, 'unknown');
});

test('where there is no lease there is nothing to watch', t => {
  t.is(openLease('/no/such/x.lease', RULES), undefined);
});
