import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { worldRecords } from '../../lib/world/index.js';
import { command } from '../support/command.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

const LABELLED = 6;
const UNLABELLED = 4;

/** Some questions, some of a test split, one impossible, in one file; passages of each apart. */
async function ground(t: ExecutionContext) {
  const dir = await tempDir(t);
  const records = [...worldRecords('hotpotqa', { questions: LABELLED + UNLABELLED, seed: 5 })];
  const lines = [
    ...records.slice(0, LABELLED),
    ...records
      .slice(LABELLED)
      .map(({ answer: _, supporting_facts: __, type: ___, level: ____, ...record }) => record),
    { id: 's', title: 'T', context: 'A text.', question: 'What?', answers: { text: [] } },
  ];
  const write = async (name: string, some: object[]): Promise<string> => {
    const path = join(dir, name);
    await writeFile(path, some.map(line => `${JSON.stringify(line)}\n`).join(''));
    return path;
  };
  const last = <T>(stderr: string): T => JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as T;
  return {
    dir,
    file: await write('all.jsonl', lines),
    labelled: await write('labelled.jsonl', lines.slice(0, LABELLED)),
    last,
  };
}

test('parse emits unlabelled questions as not answerable, and counts them', async t => {
  const { file, last } = await ground(t);
  const { stdout, stderr } = await command(['parse', file, '--json']);
  const questions = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as object);
  t.is(questions.length, LABELLED + UNLABELLED + 1);
  for (const question of questions.slice(LABELLED)) {
    t.like(question, { answerable: false, answers: [] });
    t.false('unlabelled' in question);
  }
  t.like(last(stderr), { unlabelled: UNLABELLED, unanswerable: 1 });
  t.regex((await command(['parse', file])).stderr, /^1 unanswerable, 4 unlabelled$/m);
});

test('index counts them, and their passages join the corpus', async t => {
  const { file, labelled, last } = await ground(t);
  const told = async (path: string) =>
    last<Record<string, number>>((await command(['index', path, '--json'])).stderr);
  const [all, some] = [await told(file), await told(labelled)];
  t.like(all, { questions: LABELLED + UNLABELLED + 1, unlabelled: UNLABELLED, unanswerable: 1 });
  t.like(some, { questions: LABELLED, unlabelled: 0, unanswerable: 0 });
  t.true(all.passages! > some.passages! + UNLABELLED);
  t.regex((await command(['index', file])).stderr, /: 11 questions \(4 unlabelled\), /);
});

for (const making of ['keychain', 'synth', 'relevant-only']) {
  for (const order of [[], ['--shuffle-qa']]) {
    test(`${[making, ...order].join(' ')} makes no sample of them, and counts them`, async t => {
      const { dir, file, last } = await ground(t);
      const length = making === 'relevant-only' ? [] : ['--max-seq-length', '2k'];
      const args = [making, file, ...length, ...order, '--save-dir', dir];
      const { code, stderr } = await command([...args, '--json']);
      t.is(code, 0);
      const { datasets } = last<{ datasets: { outputs: { file: string }[] }[] }>(stderr);
      const counts = { questions: LABELLED, unanswerable: 1, unlabelled: UNLABELLED };
      t.like(datasets[0], counts);
      const path = datasets[0]!.outputs[0]!.file.replace(/\.jsonl\.gz$/, '.manifest.json');
      t.like((JSON.parse(await readFile(path, 'utf8')) as { counts: object }).counts, {
        ...counts,
        samples: LABELLED,
      });
      const again = await command([...args, '--subset', 'other']);
      t.regex(
        again.stderr,
        /: 6 questions, 1 unanswerable ones left out, 4 unlabelled ones left out/,
      );
    });
  }
}

test('a test split alone makes no sample, which is said', async t => {
  const { dir, file } = await ground(t);
  const lines = (await readFile(file, 'utf8')).split('\n').slice(LABELLED, LABELLED + UNLABELLED);
  const alone = join(dir, 'test.jsonl');
  await writeFile(alone, lines.join('\n'));
  const { code, stdout, stderr } = await command(['relevant-only', alone, '--out', '-']);
  t.deepEqual([code, stdout], [0, '']);
  t.regex(stderr, /^warning: [^\n]*: no question has an answer \(those of a test split/m);
});

test('fill knows those of its corpus', async t => {
  const { dir, file } = await ground(t);
  const corpus = join(dir, 'corpus');
  await command(['index', file, '--corpus', corpus]);
  const questions = join(dir, 'questions.jsonl');
  await command(['parse', file, '--out', questions]);
  const { stdout, stderr } = await command([
    ...['fill', questions, '--corpus', corpus, '--max-seq-length', '2k', '--chains', '0'],
  ]);
  t.is(stdout.trimEnd().split('\n').length, LABELLED);
  t.regex(stderr, /^1 unanswerable, 4 unlabelled$/m);
});

test('a dry run does not count on samples of them', async t => {
  const { file } = await ground(t);
  await command(['index', file]);
  const { stdout } = await command(['synth', file, '--max-seq-length', '1k', '--dry-run']);
  const { datasets } = JSON.parse(stdout) as { datasets: object[] };
  t.like(datasets[0], { questions_at_most: LABELLED, samples_at_most: LABELLED });
});
