import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import test from 'ava';
import { worldRecords } from '../../lib/world/index.js';
import { tableWriter } from '../support/parquet.js';
import { fileOf, ownRecord } from './fixtures.js';
import type { ReadReport, ReadTask } from './read-child.js';

const GROWTH = 4;
const TOLERANCE = 1.1;
/** MB by which what the system has not got back from large buffers may differ, from run to run. */
const SLACK = 16;

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

/** The same records as a table whose texts stand in one page: as DuckDB writes them. */
async function worldTable(questions: number, times: number): Promise<string> {
  const tables = await tableWriter();
  const text = worldText(questions, times);
  const path = await tables.writeRows(JSON.parse(text) as object[], {
    ...{
      _id: 'VARCHAR',
      question: 'VARCHAR',
      answer: 'VARCHAR',
      type: 'VARCHAR',
      level: 'VARCHAR',
    },
    ...{ supporting_facts: 'JSON', context: 'JSON' },
  });
  tables.close();
  return path;
}

/** The paths of files, and questions after which the memory is looked at. */
const CASES: Record<
  string,
  () => Promise<{ small: string; large: string; every: number; slack?: number }>
> = {
  records: async () => ({
    small: fileOf(worldText(1000, 1)),
    large: fileOf(worldText(1000, GROWTH)),
    every: 100,
  }),
  ids: async () => ({
    small: fileOf(idsText(30_000)),
    large: fileOf(idsText(30_000 * GROWTH)),
    every: 4000,
  }),
  'rows of a table': async () => ({
    small: await worldTable(2000, 1),
    large: await worldTable(2000, GROWTH),
    every: 100,
    // Its page is 36 MB longer.
    slack: SLACK,
  }),
};

for (const [what, made] of Object.entries(CASES)) {
  const run = existsSync('/proc/self/status') ? test : test.skip;
  run(`${GROWTH} times as many ${what} need no more memory`, async t => {
    const { small: first, large: second, every, slack = 0 } = await made();
    // Compiled code and buffers come with the first large file. After it the small one is read as
    // often as makes a large one: so both peaks are the highest of equally many looks.
    const again = Array.from({ length: GROWTH }, () => first);
    const reports = await read({ files: [second, ...again, second], every });
    const after = reports.pop()!.peak;
    const before = Math.max(...reports.slice(1).map(({ peak }) => peak));
    t.log(`${before.toFixed(1)} MB, then ${after.toFixed(1)} MB`);
    t.true(after < TOLERANCE * before + slack, JSON.stringify(reports));
  });
}
