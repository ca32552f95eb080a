import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import test from 'ava';
import { type LeaseRules, takeLease, takeLeaseBy } from '../../lib/disk/lease.js';
import { thisProcess } from '../../lib/disk/process-identity.js';
import { removeTemporary } from '../../lib/disk/temporary.js';
import { filesIn } from '../output/files.js';
import { forkLeaseProcess } from '../support/lease-process.js';
import { tempDir } from '../support/temp-dir.js';

const { place } = thisProcess();
const NEVER_MS = 2 ** 30;
/** A lease that would have to be watched would be watched for ever. */
const AT_ONCE: LeaseRules = { renewMs: NEVER_MS, lookMs: NEVER_MS, looks: 30, place };
/** Stale after little; never young, so that every check looks. */
const SOON: LeaseRules = { renewMs: 5, lookMs: 0, looks: 2, place };
/** Watched until it changes. */
const PATIENT: LeaseRules = { renewMs: 5, lookMs: 5, looks: NEVER_MS, place };

const IN_USE = { code: 'OUTPUT_IN_USE' };
const UNWRITABLE = { code: 'OUTPUT_UNWRITABLE' };
const onLinux = process.platform === 'linux' ? test : test.skip;

let made = 0;
const idOf = (path: string): string => JSON.parse(readFileSync(path, 'utf8')).id;

/** Whether all threads of a process stand still: those that write are not its first one. */
function isStopped(pid: number): boolean {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const stats = tasks.map(task => readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8'));
  return stats.every(stat => stat.includes(') T '));
}

/** Writes a lease of a process that has ended, or of another one; gives its id. */
function leave(path: string, holder: object = {}): string {
  const id = (++made).toString(16).padStart(16, '0');
  // No process that runs began with the machine.
  const content = { id, place, pid: process.pid, start: 0, host: 'there', since: 'then' };
  writeFileSync(path, JSON.stringify({ ...content, ...holder }));
  return id;
}

test('one run holds a lease; the next takes it when it was given back', async t => {
  const path = join(await tempDir(t), 'deep', 'x.lease');
  const first = await takeLease(path, 'x');
  const error = await t.throwsAsync(takeLease(path, 'x'), IN_USE);
  t.true(error.message.startsWith(`x: process ${process.pid} on ${hostname()} (since 20`));
  await first.check();
  await first.release();
  t.false(existsSync(path));
  const second = await takeLease(path, 'x');
  await first.release();
  t.true(existsSync(path), 'it is the second one');
  await second.release();
});

test('it is renewed, and says who holds it', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const lease = await takeLeaseBy({ ...PATIENT, renewMs: 1 }, path, 'x');
  for (let renewals = 0; renewals < 12; await later(1)) {
    // What is read while it is written may be broken on some file systems; not here, in one page.
    const content = JSON.parse(readFileSync(path, 'utf8'));
    renewals = content.renewals;
    const { pid, start } = thisProcess();
    t.like(content, { place, pid, start, host: hostname() });
  }
  await lease.release();
});

test('a process that was killed is followed at once', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const holder = await forkLeaseProcess(t);
  t.is(await holder.tell({ do: 'take', path, rules: AT_ONCE }), 'done');
  await t.throwsAsync(takeLeaseBy(AT_ONCE, path, 'x'), IN_USE);
  holder.child.kill('SIGKILL');
  await once(holder.child, 'exit');
  t.true(existsSync(path));
  const lease = await takeLeaseBy(AT_ONCE, path, 'x');
  await lease.check();
  await lease.release();
});

test('one that was stopped is not followed by those who know that it lives', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const holder = await forkLeaseProcess(t);
  t.is(await holder.tell({ do: 'take', path, rules: SOON }), 'done');
  holder.child.kill('SIGSTOP');
  await t.throwsAsync(takeLeaseBy(SOON, path, 'x'), IN_USE);
  holder.child.kill('SIGCONT');
  t.is(await holder.tell({ do: 'check' }), 'done');
});

onLinux(
  'one of elsewhere that was stopped is followed, finds that out, and leaves it alone',
  async t => {
    const path = join(await tempDir(t), 'x.lease');
    const holder = await forkLeaseProcess(t);
    const rules = { ...SOON, place: 'elsewhere' };
    t.is(await holder.tell({ do: 'take', path, rules }), 'done');
    holder.child.kill('SIGSTOP');
    while (!isStopped(holder.child.pid!)) await later(1);
    let waits = '';
    const lease = await takeLeaseBy(SOON, path, 'x', message => {
      waits = message;
    });
    t.regex(
      waits,
      new RegExp(`^x: waiting to see whether process ${holder.child.pid} on .* writes`),
    );
    const id = idOf(path);
    holder.child.kill('SIGCONT');
    t.is(await holder.tell({ do: 'check' }), 'OUTPUT_IN_USE');
    t.is(await holder.tell({ do: 'check' }), 'OUTPUT_IN_USE');
    t.is(await holder.tell({ do: 'release' }), 'done');
    t.is(await holder.tell({ do: 'end' }), 'done');
    t.is(idOf(path), id);
    await lease.check();
    await lease.release();
  },
);

test('one of elsewhere that lives is refused', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const holder = await forkLeaseProcess(t);
  const rules = { ...PATIENT, place: 'elsewhere' };
  t.is(await holder.tell({ do: 'take', path, rules }), 'done');
  await t.throwsAsync(takeLeaseBy(PATIENT, path, 'x'), IN_USE);
  t.is(await holder.tell({ do: 'check' }), 'done');
});

test('one of elsewhere that is given back meanwhile is taken', async t => {
  const path = join(await tempDir(t), 'x.lease');
  leave(path, { place: 'elsewhere' });
  const lease = await takeLeaseBy(PATIENT, path, 'x', () => rmSync(path));
  t.true(existsSync(path));
  await lease.release();
});

onLinux('the number of a process that has ended may be in use again', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const left = leave(path, { pid: process.ppid });
  const lease = await takeLeaseBy(AT_ONCE, path, 'x');
  t.not(idOf(path), left);
  await lease.release();
});

test('where the system does not say when a process began, it is watched', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const left = leave(path, { start: null });
  const lease = await takeLeaseBy(SOON, path, 'x');
  t.not(idOf(path), left);
  await lease.release();
});

for (const [what, content] of [
  ['empty', ''],
  ['cut', '{"id":"0123456789abcdef","pl'],
  ['of another kind', '[null]'],
  [
    'of an id that is a path',
    JSON.stringify({ id: '../../x', ...thisProcess(), host: '', since: '' }),
  ],
  [
    'of a group of processes',
    JSON.stringify({ id: '0'.repeat(16), place, pid: -1, start: 1, host: '', since: '' }),
  ],
] as const) {
  test(`a lease that is ${what} is watched, and replaced`, async t => {
    const dir = await tempDir(t);
    const path = join(dir, 'x.lease');
    writeFileSync(path, content);
    const lease = await takeLeaseBy(SOON, path, 'x');
    await lease.check();
    t.deepEqual(await filesIn(dir), ['x.lease']);
    await lease.release();
    t.deepEqual(await filesIn(dir), []);
  });
}

test('whoever was killed while following is itself followed', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'x.lease');
  const first = leave(path);
  const second = leave(`${path}.${first}`);
  leave(`${path}.${first}.${second}`, { place: 'elsewhere' });
  const lease = await takeLeaseBy(SOON, path, 'x');
  await lease.check();
  t.deepEqual(await filesIn(dir), ['x.lease']);
  await lease.release();
});

test('while another follows, nobody else does', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'x.lease');
  const left = leave(path);
  const other = await takeLeaseBy(AT_ONCE, `${path}.${left}`, 'x');
  await t.throwsAsync(takeLeaseBy(AT_ONCE, path, 'x'), IN_USE);
  t.is(idOf(path), left);
  await other.release();
});

test('what somebody is just following is not removed by its holder', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'x.lease');
  const lease = await takeLeaseBy({ ...SOON, renewMs: NEVER_MS }, path, 'x');
  const id = idOf(path);
  const other = await takeLeaseBy(AT_ONCE, `${path}.${id}`, 'x');
  await lease.release();
  t.is(idOf(path), id);
  await other.release();
});

for (const [what, left] of [
  ['a process that has ended', {}],
  ['one of elsewhere', { place: 'elsewhere' }],
] as const) {
  test(`of eight that follow ${what} at once, exactly one wins`, async t => {
    const dir = await tempDir(t);
    const path = join(dir, 'x.lease');
    const contenders = await Promise.all(Array.from({ length: 8 }, () => forkLeaseProcess(t)));
    for (let round = 0; round < 100; round++) {
      leave(path, left);
      const told = contenders.map(each => each.tell({ do: 'take', path, rules: SOON }));
      const answers = await Promise.all(told);
      t.deepEqual(answers.toSorted(), [...Array(7).fill('OUTPUT_IN_USE'), 'done']);
      const winner = contenders[answers.indexOf('done')]!;
      t.is(await winner.tell({ do: 'check' }), 'done');
      t.is(await winner.tell({ do: 'release' }), 'done');
      t.deepEqual(await filesIn(dir), []);
    }
  });
}

test('of eight that know nothing of each other, one is left', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'x.lease');
  const contenders = await Promise.all(Array.from({ length: 8 }, () => forkLeaseProcess(t)));
  for (let round = 0; round < 10; round++) {
    leave(path, { place: 'elsewhere' });
    const take = (i: number) => ({ renewMs: 5, lookMs: 10, looks: 5, place: `place ${i}` });
    await Promise.all(contenders.map((each, i) => each.tell({ do: 'take', path, rules: take(i) })));
    // Who was kept from renewing may have been followed; then it finds that out.
    const answers = await Promise.all(contenders.map(each => each.tell({ do: 'check' })));
    t.is(answers.filter(answer => answer === 'done').length, 1);
    for (const each of contenders) await each.tell({ do: 'release' });
    t.deepEqual(await filesIn(dir), []);
  }
});

test('a lease that somebody has removed is not held any more', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const lease = await takeLeaseBy({ ...SOON, renewMs: NEVER_MS }, path, 'x');
  rmSync(path);
  await t.throwsAsync(lease.check(), IN_USE);
});

test.serial('a check looks at the disk when either clock says that time has passed', async t => {
  const path = join(await tempDir(t), 'x.lease');
  const lease = await takeLeaseBy(AT_ONCE, path, 'x');
  rmSync(path);
  await lease.check();
  const { now } = Date;
  t.teardown(() => {
    Date.now = now;
  });
  Date.now = () => now() - NEVER_MS * 16;
  await t.throwsAsync(lease.check(), IN_USE);
});

test.serial('a process that is interrupted gives back what is its own', async t => {
  const dir = await tempDir(t);
  await takeLeaseBy(AT_ONCE, join(dir, 'mine.lease'), 'x');
  await takeLeaseBy(AT_ONCE, join(dir, 'lost.lease'), 'x');
  leave(join(dir, 'lost.lease'));
  removeTemporary();
  t.deepEqual(await filesIn(dir), ['lost.lease']);
});

test('what is no file, or where none can be made, is told', async t => {
  const dir = await tempDir(t);
  mkdirSync(join(dir, 'folder'));
  symlinkSync('nowhere', join(dir, 'link'));
  writeFileSync(join(dir, 'file'), '');
  for (const path of ['folder', 'link', 'file/below', 'n'.repeat(300)]) {
    await t.throwsAsync(takeLease(join(dir, path), 'x'), UNWRITABLE, path);
  }
  if (process.platform === 'linux') await t.throwsAsync(takeLease('/proc/x', 'x'), UNWRITABLE);
  t.deepEqual(await filesIn(dir), ['file', 'folder', 'link']);
});
