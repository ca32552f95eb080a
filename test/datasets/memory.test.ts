import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import test from 'ava';
import { worldRecords } from '../../lib/world/index.js';
import { fileOf, ownRecord } from './fixtures.js';
import type { ReadReport, ReadTask } from './read-child.js';

const GROWTH = 4;
const TOLERANCE = 1.1;

/**
 * Reads in a process of its own. How far V8 lets dead objects pile up depends on its timing, and
 * makes peaks that differ by tens of MB from run to run. So the young generation keeps its size,
 * nothing is collected or compiled in the background, and memory is looked at right after a
 * collection: then there is only what the reader holds.
 */
async function read(task: ReadTask): Promise<ReadReport[]> {
  const child = fork(new URL('read-child.js', import.meta.url), [JSON.stringify(task)], {
    execArgv: ['--min-semi-space-size=2', '--max-semi-space-size=2', '--single-threaded'],
  });
  const [reports] = await once(child, 'message');
  return reports as ReadReport[];
}

/** Records of the world, over and over, with ids of their own. */
function worldText(questions: number, times: number): string {
  const records = [...worldRecords('hotpotqa', { questions })];
  const copies = Array.from({ length: times }, (_, copy) =>
    records.map(record => JSON.stringify({ ...record, _id: `${record._id}-${copy}` })),
  );
  return `[${copies.flat().join(',')}]`;
}

/** Records that are hardly more than their id. */
function idsText(questions: number): string {
  const passages = [{ title: 'T', text: 'x', supporting: true }];
  const record = (i: number) => ({ ...ownRecord(`question-${i}`), passages, rollouts: [] });
  return Array.from({ length: questions }, (_, i) => `${JSON.stringify(record(i))}\n`).join('');
}

const CASES: Record<string, { small: string; large: string; every: number }> = {
  records: { small: worldText(1000, 1), large: worldText(1000, GROWTH), every: 100 },
  ids: { small: idsText(30_000), large: idsText(30_000 * GROWTH), every: 4000 },
};

for (const [what, { small, large, every }] of Object.entries(CASES)) {
  const run = existsSync('/proc/self/status') ? test : test.skip;
  run(`${GROWTH} times as many ${what} need no more memory`, async t => {
    const [first, second] = [fileOf(small), fileOf(large)];
    // Compiled code and buffers come with the first large file. After it the small one is read as
    // often as makes a large one: so both peaks are the highest of equally many looks.
    const again = Array.from({ length: GROWTH }, () => first);
    const reports = await read({ files: [second, ...again, second], every });
    const after = reports.pop()!.peak;
    const before = Math.max(...reports.slice(1).map(({ peak }) => peak));
    t.log(`${before.toFixed(1)} MB, then ${after.toFixed(1)} MB`);
    t.true(after < TOLERANCE * before, JSON.stringify(reports));
  });
}
