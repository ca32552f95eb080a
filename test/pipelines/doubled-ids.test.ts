import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Question } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import { command } from '../support/command.js';
import { madeQuestion } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { recordsIn } from './made.js';

/** Two datasets; the second has a question of the first, one of another dataset, and two twins. */
const FIRST = [madeQuestion(0), madeQuestion(1), madeQuestion(1, { answerable: false })];
const SECOND = [
  madeQuestion(1, { question: 'Is it the same?' }),
  madeQuestion(1, { dataset: 'other' }),
  madeQuestion(0, { answerable: false }),
  madeQuestion(2),
];

const DOUBLED = 'an earlier question of made has the id "q1"; expected unique ids';

async function ground(t: ExecutionContext) {
  const dir = await tempDir(t);
  const at = (name: string): string => join(dir, name);
  const write = async (name: string, questions: readonly Question[]): Promise<string> => {
    await writeFile(at(name), questions.map(each => `${JSON.stringify(each)}\n`).join(''));
    return at(name);
  };
  return {
    at,
    write,
    first: await write('a.jsonl', FIRST),
    second: await write('b.jsonl', SECOND),
  };
}

const LENGTH = ['--max-seq-length', '1k', '--tokens-to-generate', '10'];
/** A condition that every record meets. */
const ALL = ['--min-answer-length', '1'];
const idsOf = (lines: string): string[] => recordsIn<{ id: string }>(lines).map(({ id }) => id);
const rejectsIn = async (file: string): Promise<Reject[]> =>
  recordsIn<Reject>(await readFile(file, 'utf8'));

test('parse sets a question aside whose id an earlier input has, and no twin', async t => {
  const { first, second, at } = await ground(t);
  const { code, stdout } = await command(['parse', first, second, '--rejects', at('r')]);
  t.is(code, 3);
  const kept = recordsIn<Question>(stdout).map(({ dataset, id, answerable }) => [
    `${dataset}/${id}`,
    answerable,
  ]);
  t.deepEqual(kept, [
    ['made/q0', true],
    ['made/q1', true],
    ['made/q1', false],
    ['other/q1', true],
    ['made/q0', false],
    ['made/q2', true],
  ]);
  const rejects = await rejectsIn(at('r'));
  const place = { file: second, record: 0, offset: 0 };
  t.deepEqual(rejects, [{ ...place, code: 'DUPLICATE_ID', message: DOUBLED, id: 'q1' }]);
});

test('index does too, and the pipe makes what verify takes', async t => {
  const { first, second, at } = await ground(t);
  const index = await command(['index', first, second, '--corpus', at('c'), '--json']);
  t.is(index.code, 3);
  t.regex(index.stderr, /"DUPLICATE_ID"/);
  t.regex(index.stderr, /6 questions/);
  const { stdout } = await command(['parse', first, second]);
  await writeFile(at('q'), stdout);
  await command(['fill', at('q'), '--corpus', at('c'), ...LENGTH, '--out', at('s')]);
  await command(['chain', at('s'), '--corpus', at('c'), '--out', at('k')]);
  t.deepEqual(idsOf(await readFile(at('k'), 'utf8')), [
    'made/q0/1024',
    'made/q1/1024',
    'other/q1/1024',
    'made/q2/1024',
  ]);
  const { code, stdout: report } = await command(['verify', at('k'), '--corpus', at('c')]);
  t.is(code, 0, report);
});

for (const args of [
  ['keychain', ...LENGTH],
  ['synth', ...LENGTH],
  ['synth', ...LENGTH, '--num-samples', '1'],
  ['relevant-only'],
]) {
  test(`${args.join(' ')}: an output of several inputs has an id once, folders have their own`, async t => {
    const { first, second, at } = await ground(t);
    const inputs = [first, second];
    const out = ['--out', '-', '--rejects', at('r')];
    // Whether an earlier run has indexed the inputs makes no difference.
    for (const run of ['fresh', 'again']) {
      const { code, stdout, stderr } = await command([...args, ...inputs, ...out, '--json']);
      t.is(code, 3, run);
      const length = args.includes('relevant-only') ? 'relevant' : '1024';
      const expected = args.includes('1')
        ? ['made/q0', 'other/q1']
        : ['made/q0', 'made/q1', 'other/q1', 'made/q2'];
      t.deepEqual(
        idsOf(stdout),
        expected.map(id => `${id}/${length}`),
      );
      const told = stderr.split('\n').filter(line => line.includes('"reject"'));
      t.is(told.length, 1);
      const rejects = await rejectsIn(at('r'));
      t.deepEqual(rejects, [{ file: second, code: 'DUPLICATE_ID', message: DOUBLED, id: 'q1' }]);
      await rm(at('r'));
    }
    const stopped = await command([...args, ...inputs, '--out', '-', '--on-reject', 'fail']);
    t.is(stopped.code, 1);
    t.true(
      stopped.stderr.includes(`TOO_MANY_REJECTS: ${second}, q1: DUPLICATE_ID: `),
      stopped.stderr,
    );
    const folders = await command([...args, ...inputs, '--save-dir', at('out')]);
    t.is(folders.code, 0, folders.stderr);
  });
}

test('samples in folders of datasets that share ids are verified together', async t => {
  const { at, write } = await ground(t);
  const questions = [0, 1, 2, 3].map(n => madeQuestion(n));
  const files = [
    await write('x.jsonl', questions.slice(0, 3)),
    await write('y.jsonl', questions.slice(1)),
  ];
  await command(['synth', ...files, ...LENGTH, '--save-dir', at('out')]);
  const datasets = files.flatMap(file => ['--dataset', file]);
  const { code, stdout, stderr } = await command(['verify', at('out'), ...datasets]);
  t.is(code, 0, stdout + stderr);
});

test('the same input twice is one', async t => {
  const { first } = await ground(t);
  const { code, stdout } = await command(['synth', first, first, ...LENGTH, '--out', '-']);
  t.is(code, 3);
  t.deepEqual(idsOf(stdout), ['made/q0/1024', 'made/q1/1024']);
});

test('fill, filter and chain set a record aside whose id an earlier one has', async t => {
  const { at, write } = await ground(t);
  const twice = await write('twice', [madeQuestion(0), ...FIRST, madeQuestion(1)]);
  const doubled = [1, 4].map(record => ({ file: twice, record, code: 'DUPLICATE_ID' }));

  const filter = await command(['filter', twice, ...ALL, '--rejects', at('r'), '--out', at('q')]);
  t.is(filter.code, 3);
  t.like(await rejectsIn(at('r')), doubled);
  t.deepEqual(idsOf(await readFile(at('q'), 'utf8')), ['q0', 'q1', 'q1']);

  await command(['index', at('q'), '--corpus', at('c')]);
  const fill = ['fill', twice, '--corpus', at('c'), ...LENGTH, '--out', at('s')];
  t.is((await command([...fill, '--rejects', at('r')])).code, 3);
  t.like(await rejectsIn(at('r')), doubled);
  const samples = await readFile(at('s'), 'utf8');
  t.deepEqual(idsOf(samples), ['made/q0/1024', 'made/q1/1024']);

  await writeFile(at('s2'), samples + samples);
  const chain = ['chain', at('s2'), '--corpus', at('c'), '--out', at('k')];
  t.is((await command([...chain, '--rejects', at('r')])).code, 3);
  t.like(
    await rejectsIn(at('r')),
    [2, 3].map(record => ({ file: at('s2'), record, code: 'DUPLICATE_ID' })),
  );
  t.deepEqual(idsOf(await readFile(at('k'), 'utf8')), ['made/q0/1024', 'made/q1/1024']);
});

test('what is joined does not make two ids one', async t => {
  const { write } = await ground(t);
  const pairs: [dataset: string, id: string][] = [
    ['a/b', 'c'],
    ['a', 'b/c'],
    ['a\nb', 'c'],
    ['a', 'b\nc'],
    ['a","b', 'c'],
    ['a', 'b","c'],
    ['a%2Fb', 'c'],
  ];
  const questions = pairs.map(([dataset, id], i) => madeQuestion(i, { dataset, id }));
  const file = await write('joined', questions);
  for (const args of [['parse'], ['filter', ...ALL], ['synth', ...LENGTH, '--out', '-']]) {
    const { code, stdout, stderr } = await command([...args, file]);
    t.is(code, 0, stderr);
    t.is(recordsIn(stdout).length, pairs.length, args[0]);
  }
});

test('rejects of a corpus that was found again name the file of this run', async t => {
  const { at, write } = await ground(t);
  const twice = [madeQuestion(7), madeQuestion(8), madeQuestion(7, { question: 'Is it found?' })];
  const monday = await write('monday', twice);
  const tuesday = await write('tuesday', twice);
  for (const out of [
    ['--out', '-', '--rejects', at('r')],
    ['--save-dir', at('out'), '--save-name', 'x', '--fresh'],
  ]) {
    for (const file of [monday, tuesday, monday]) {
      const { stderr } = await command(['synth', file, ...LENGTH, ...out, '--json']);
      t.true(stderr.includes(`"event":"reject","file":"${file}"`), stderr);
      const rejects = out.includes('-')
        ? await rejectsIn(at('r'))
        : await zippedRejects(at('out/x'));
      t.like(rejects, [{ file, record: 2, code: 'DUPLICATE_ID', id: 'q7' }]);
    }
  }
});

async function zippedRejects(folder: string): Promise<Reject[]> {
  const name = (await readdir(folder)).find(each => each.endsWith('.rejects.jsonl.gz'))!;
  return recordsIn<Reject>(gunzipSync(await readFile(join(folder, name))));
}
