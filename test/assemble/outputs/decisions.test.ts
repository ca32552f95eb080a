import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { decisionLog } from '../../../lib/assemble/outputs/part/decisions.js';
import { judgedOf } from '../../../lib/assemble/outputs/part/names.js';
import { removeTemporary } from '../../../lib/disk/temporary.js';
import { filesIn } from '../../output/files.js';
import { tempDir } from '../../support/temp-dir.js';

const KEPT = { isKept: true, rollouts: 8, right: 3 };
const DROPPED = { isKept: false, rollouts: 8, right: 0 };
const REJECTED = {
  isKept: false,
  rollouts: 0,
  right: 0,
  reject: { code: 'REQUEST_FAILED', message: 'no' },
};
const ALL = [KEPT, DROPPED, REJECTED, KEPT];
const PLAN = { planSha256: 'a', from: 64 };

/** Decisions on the positions from 64 on, as a run leaves them. */
async function recorded(path: string): Promise<void> {
  const log = decisionLog(path, PLAN);
  await log.keep(0);
  for (const [i, decided] of ALL.entries()) log.record(64 + i, decided);
  log.stay();
  log.suspend();
}

test('what was decided is decided again, as far as it is kept', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await recorded(path);
  for (const to of [68, 67, 65, 64]) {
    const log = decisionLog(path, PLAN);
    t.is(log.to, 68);
    await log.keep(to);
    const again = ALL.map((_, i) => log.at(64 + i));
    t.deepEqual(
      again,
      ALL.map((decided, i) => (64 + i < to ? decided : undefined)),
    );
    // What comes behind is decided anew.
    for (const [i, decided] of ALL.entries()) if (64 + i >= to) log.record(64 + i, decided);
    log.suspend();
  }
});

test('a position that is not the next one is not known', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await recorded(path);
  const log = decisionLog(path, PLAN);
  await log.keep(Number.POSITIVE_INFINITY);
  t.deepEqual(log.at(64), KEPT);
  t.is(log.at(66), undefined);
  log.suspend();
});

test('decisions of another plan, and what is no decision, are not known', async t => {
  const path = join(await tempDir(t), 'f.gz');
  await recorded(path);
  t.is(decisionLog(path, { ...PLAN, planSha256: 'b' }).to, 64);
  t.is(decisionLog(path, { ...PLAN, from: 0 }).to, 0);
  const text = await readFile(judgedOf(path), 'utf8');
  for (const cut of [0, 5, text.indexOf('\n') + 1, text.length - 1]) {
    await writeFile(judgedOf(path), text.slice(0, cut));
    const lines = Math.max(0, text.slice(0, cut).split('\n').length - 2);
    t.is(decisionLog(path, PLAN).to, 64 + lines, `cut at ${cut}`);
  }
  await writeFile(judgedOf(path), text);
  await appendFile(judgedOf(path), 'null\n[]\n{"position":"68"}\n');
  t.is(decisionLog(path, PLAN).to, 68);
});

test.serial('an interrupt leaves them only where a block is written, the end never', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const first = decisionLog(path, PLAN);
  await first.keep(0);
  first.record(64, KEPT);
  removeTemporary();
  t.deepEqual(await filesIn(dir), []);
  first.suspend();
  await recorded(path);
  removeTemporary();
  t.deepEqual(await filesIn(dir), ['f.gz.part.judged']);
  const last = decisionLog(path, PLAN);
  await last.keep(68);
  last.end();
  t.deepEqual(await filesIn(dir), []);
});
