import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import test from 'ava';
import type { Reject } from '../../lib/records/reject.js';
import { silentReporter } from '../../lib/reporter.js';
import type { Run } from '../../lib/run.js';
import { filter } from '../../pipelines/filter.js';
import { merge } from '../../pipelines/merge.js';
import { score } from '../../pipelines/score.js';

const folder = mkdtempSync(join(tmpdir(), 'merge-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

type Fields = Record<string, unknown>;

let files = 0;
function fileOf(records: Fields[]): string {
  const path = join(folder, `${files++}.jsonl`);
  writeFileSync(path, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

/** Runs a pipeline; gives what it wrote, returned, warned of and rejected. */
async function run<T>(start: (run: Run) => Promise<T>) {
  const stdout = new PassThrough();
  const written = text(stdout);
  const warnings: string[] = [];
  const rejects: Reject[] = [];
  const counts = await start({
    stdout,
    reporter: {
      ...silentReporter,
      warn: message => warnings.push(message),
      reject: reject => rejects.push(reject),
    },
  });
  stdout.end();
  const records = (await written)
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as Fields);
  return { counts, records, warnings, rejects };
}

const QUESTIONS = Array.from({ length: 4 }, (_, i) => ({ id: `q${i}`, answers: [`w${i}`] }));
const parts = (right: number[]) =>
  QUESTIONS.map(({ id }, i) => ({
    id,
    predictions: Array.from({ length: 8 }, (_, n) =>
      n < (right[i] ?? 0) ? `The answer is w${i}.` : 'I do not know.',
    ),
  }));

test('the question filter: parts merged, scored, and those with 1 to 6 right of 8 kept', async t => {
  const all = parts([0, 1, 6, 8]);
  const records = [fileOf(all.slice(2)), fileOf(all.slice(0, 2))];
  const merged = await run(around => merge({ records, questions: fileOf(QUESTIONS) }, around));
  t.deepEqual(merged.counts, { figures: { merged: 4 }, rejects: {} });
  t.deepEqual(merged.warnings, []);

  const scored = await run(around =>
    score({ records: [fileOf(merged.records)], rule: 'answer-is' }, around),
  );
  t.deepEqual(scored.counts, { figures: { records: 4, predictions: 32, right: 15 }, rejects: {} });
  t.deepEqual(
    scored.records.map(({ pass_count }) => pass_count),
    [0, 1, 6, 8],
  );

  const conditions = { minCorrect: 1, maxCorrect: 6, filterIdsPath: fileOf(QUESTIONS) };
  const kept = await run(around =>
    filter({ records: [fileOf(scored.records)], ...conditions }, around),
  );
  t.deepEqual(kept.counts.figures, { kept: 2, 'dropped by pass-count': 2, 'dropped by ids': 0 });
  t.deepEqual(kept.records, scored.records.slice(1, 3));
});

test('what is missing, double and foreign is named, ten of a kind at most', async t => {
  const many = Array.from({ length: 12 }, (_, i) => ({ id: `x${i}` }));
  const part = fileOf([{ id: 'q0' }, { id: 'q0' }, ...many]);
  const { counts, warnings, rejects } = await run(around =>
    merge({ records: [part], questions: fileOf(QUESTIONS) }, around),
  );
  t.deepEqual(counts, {
    figures: { merged: 1 },
    rejects: { MISSING_ID: 3, DUPLICATE_ID: 1, FOREIGN_ID: 12 },
  });
  t.is(warnings[0], 'missing: q1, q2, q3');
  t.is(warnings[1], 'double: q0');
  t.regex(warnings[2] ?? '', /^foreign: x0, x1, .* and 2 more$/);
  t.is(rejects.length, 16);
});

test('without a list the parts follow each other, and a warning says what that means', async t => {
  const records = [fileOf([{ id: 'b' }]), fileOf([{ id: 'a' }])];
  const { counts, warnings } = await run(around => merge({ records }, around));
  t.is(counts.figures.merged, 2);
  t.regex(warnings[0] ?? '', /--questions/);
});

test('a part or list that is missing stops the run', async t => {
  const here = fileOf([{ id: 'a' }]);
  const runs = [
    { records: [here, 'none'] },
    { records: [here, 'none'], questions: here },
    { records: [here], questions: 'none' },
  ];
  for (const given of runs) {
    const around = { stdout: new PassThrough(), reporter: silentReporter };
    await t.throwsAsync(merge(given, around), { code: 'INPUT_MISSING' });
  }
});

test('a line that is no record is a reject with its place', async t => {
  const path = fileOf([]);
  writeFileSync(path, '{"id":"a","level":"hard"}\n[1]\n{"id":"b"}\n');
  const { records, rejects } = await run(around =>
    filter({ records: [path], level: ['hard'] }, around),
  );
  t.is(records.length, 1);
  t.like(rejects, [{ code: 'RECORD_INVALID', file: path, record: 1, offset: 26 }]);
});
