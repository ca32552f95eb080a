import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { tempDir } from '../../support/temp-dir.js';
import { openTrier } from './children.js';
import { layGround } from './ground.js';
import { lookAtLines, lookAtSamples } from './look.js';
import { accountProblems, endProblems, manifestProblems } from './problems.js';
import { verifyProblems } from './try-case.js';

// A judge that finds nothing wrong proves nothing unless it finds what is planted.

const end = (code: number, stderr: string) => ({ code, stdout: '', stderr });

const FINE: [string, ReturnType<typeof end>, reports: boolean][] = [
  ['an end without a word', end(0, ''), false],
  ['a usage error', end(2, 'error: USAGE: no such option\n'), false],
  ['an error', end(1, 'error: INPUT_SYNTAX: f: byte 3\n'), false],
  ['rejects', end(3, 'NO_ANSWER: 2 records, such as q1\n'), false],
  ['an interrupt', end(130, 'interrupted\n'), false],
  ['a report of what is wrong', end(1, ''), true],
];

for (const [name, result, reports] of FINE) {
  test(`${name} is fine`, t => t.deepEqual(endProblems(result, { reports }), []));
}

const WRONG: [string, ReturnType<typeof end>, problem: RegExp][] = [
  ['another exit code', end(5, ''), /exit code 5/],
  ['the exit code of a signal', end(139, ''), /exit code 139/],
  [
    'a stack trace',
    end(1, 'error: INPUT_SYNTAX: x\n    at parse (file:///lib/json/parse.js:10:5)\n'),
    /a stack trace: at parse/,
  ],
  ['a stack trace of a run that is done', end(0, '    at node:internal/timers:5:1\n'), /a stack/],
  ['a failure without a word', end(1, ''), /exit code 1 with 0 errors/],
  ['two errors', end(1, 'error: USAGE: a\nerror: USAGE: b\n'), /with 2 errors/],
  ['an error without a code', end(1, 'error: something went wrong\n'), /no code/],
  ['an error of no known code', end(1, 'error: NO_SUCH_CODE: x\n'), /no code/],
  ['a message without an end', end(1, `error: USAGE: ${'x'.repeat(3000)}\n`), /3014 characters/],
];

for (const [name, result, problem] of WRONG) {
  test(`${name} is found`, t => {
    const problems = endProblems(result, { reports: false });
    t.is(problems.length, 1, problems.join('; '));
    t.regex(problems[0]!, problem);
  });
}

test('records that are nowhere, or there twice, are found', t => {
  const account = { written: 5, rejected: 2, passedOver: 1 };
  t.deepEqual(accountProblems(account, 8), []);
  for (const records of [7, 9]) t.is(accountProblems(account, records).length, 1);
});

const counts = {
  read: 11,
  not_asked: 0,
  questions: 6,
  unanswerable: 1,
  unlabelled: 2,
  samples: 4,
  marked: 1,
  left_out: 1,
  rejects: { NO_ANSWER: 2, BUDGET_TOO_SMALL: 1 },
};

test('a manifest whose sums do not add up is found', t => {
  const corpus = { questions: 9 };
  const there = { samples: 4, rejects: 3 };
  t.deepEqual(manifestProblems({ counts, corpus }, there), []);
  const wrong: [object, typeof there?, typeof corpus?][] = [
    [{}, { samples: 3, rejects: 3 }],
    [{}, { samples: 4, rejects: 4 }],
    [{ samples: 5 }],
    [{ rejects: {} }],
    [{ questions: 4, unanswerable: 3 }],
    [{ left_out: 3 }],
    [{ unlabelled: 3 }],
    [{}, there, { questions: 8 }],
    [{ marked: 5 }],
    [{ read: 12 }],
    [{ read: 10, not_asked: -1 }],
  ];
  for (const [change, left = there, pool = corpus] of wrong) {
    const problems = manifestProblems({ counts: { ...counts, ...change }, corpus: pool }, left);
    t.true(problems.length > 0, JSON.stringify([change, left, pool]));
  }
});

const packed = (lines: number): Buffer => gzipSync('{}\n'.repeat(lines));

test('all that a run has left is looked at, unlabelled questions too', async t => {
  const dir = await tempDir(t);
  const out = join(dir, 'w');
  await mkdir(out);
  await writeFile(join(out, 's.jsonl.gz'), packed(4));
  await writeFile(join(out, 's.rejects.jsonl.gz'), packed(3));
  const manifest = { counts, corpus: { questions: 9 } };
  await writeFile(join(out, 's.manifest.json'), JSON.stringify(manifest));
  t.deepEqual(await lookAtSamples(dir), {
    account: { written: 4, rejected: 3, passedOver: 4 },
    problems: [],
  });
  await writeFile(join(out, 'none.rejects.jsonl.gz'), packed(1));
  t.deepEqual((await lookAtSamples(dir)).problems, [], 'of a run without a sample');
  await writeFile(join(out, 'other.jsonl.gz'), packed(1));
  await writeFile(join(out, 's.jsonl.gz.partial-1'), '');
  await writeFile(join(out, 's.rejects.jsonl.gz'), packed(2));
  const { problems } = await lookAtSamples(dir);
  for (const problem of [/left behind.*partial-1/, /no manifest.*other/, /3 rejects told, 2/]) {
    t.true(
      problems.some(each => problem.test(each)),
      `${problem}: ${problems}`,
    );
  }
  await writeFile(join(dir, 'lines'), 'a\nb\n');
  t.deepEqual(await lookAtLines(join(dir, 'lines'), join(dir, 'none')), {
    written: 2,
    rejected: 0,
    passedOver: 0,
  });
});

test('a sample that verify rejects is found', async t => {
  const ground = join(await tempDir(t), 'ground');
  await layGround(ground);
  const corpus = join(ground, 'corpus');
  const samples = join(ground, 'samples');
  t.deepEqual(await verifyProblems(samples, corpus), []);
  const text = await readFile(samples, 'utf8');
  await writeFile(samples, text.replace('Document 2:', 'Document 7:'));
  const problems = await verifyProblems(samples, corpus);
  t.is(problems.length, 1);
  t.regex(problems[0]!, /verify ends with 1/);
});

test('a child that hangs or dies is told, and the next mutation is tried in another', async t => {
  const program = fileURLToPath(new URL('bad-child.js', import.meta.url));
  const cases = join(await tempDir(t), 'cases');
  const trier = openTrier({ ground: '', cases, seed: 1, keep: false }, program);
  const verdict = async (index: number, patience = 60_000) =>
    (await trier.try(index, patience)).problems;
  t.deepEqual(await verdict(0), []);
  t.deepEqual(await verdict(1, 200), ['hangs for 0.2 s']);
  t.deepEqual(await verdict(4), []);
  t.deepEqual(await verdict(2), ['the process died: 7']);
  t.deepEqual(await verdict(3), ['the process died: SIGSEGV']);
  t.deepEqual(await verdict(4), []);
  const { what } = await trier.try(5, 60_000);
  t.is(what, join(cases, 'tmp'), 'a child that is killed leaves nothing elsewhere');
  trier.close();
});
