import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { writeBooks } from '../support/books.js';
import { command, commandOutput } from '../support/command.js';
import '../support/own-cache.js';
import type { Sample } from '../../lib/records/sample.js';
import { worldRecords } from '../../lib/world/index.js';
import { tempDir } from '../support/temp-dir.js';
import { outputAt, recordsIn } from './made.js';

let ground: string;
let dataset: string;
let books: string;

test.before(async () => {
  ground = await mkdtemp(join(tmpdir(), 'keychain-test-'));
  dataset = join(ground, 'hotpot.json');
  books = join(ground, 'books');
  await writeFile(
    dataset,
    JSON.stringify([...worldRecords('hotpotqa', { questions: 80, seed: 3 })]),
  );
  await writeBooks(books, 12);
});

test.after.always(() => rm(ground, { recursive: true, force: true }));

/** Runs a making command into a folder and reads what it has written. */
async function made(t: ExecutionContext, args: readonly string[], expected = 0) {
  const dir = await tempDir(t);
  const result = await command([...args, '--save-dir', dir, '--save-name', 'w']);
  t.is(result.code, expected, result.stderr);
  const names = (await readdir(join(dir, 'w'))).filter(name =>
    /\d\.jsonl\.gz$|or\.jsonl\.gz$/.test(name),
  );
  const outputs = await Promise.all(names.sort().map(name => outputAt(join(dir, 'w', name))));
  return { dir, ...result, outputs };
}

const linesOf = ({ outputs }: Awaited<ReturnType<typeof made>>): string[] =>
  outputs.map(({ lines }) => lines);

const CASES: [what: string, options: string[]][] = [
  ['usual passages', ['--fillers-only']],
  ['beside the passages of the dataset', []],
  ['passages that are longer than the budget', ['--fillers-only', '--filler-tokens', '20000']],
  ['passages of one sentence', ['--fillers-only', '--filler-tokens', '1']],
];

for (const [what, options] of CASES) {
  test(`no sample breaks an invariant, and the budget is used: ${what}`, async t => {
    const own = ['--fillers', books, ...options.filter(option => option !== '--fillers-only')];
    const keychain = ['keychain', dataset, '--max-seq-length', '2k,8k', '--num-samples', '40'];
    const { dir, outputs } = await made(t, [...keychain, '--fillers', books, ...options]);
    const verified = await command(['verify', dir, '--dataset', dataset, ...own]);
    t.is(verified.code, 0, verified.stdout);
    t.is(outputs.length, 2);
    for (const { samples } of outputs) {
      const used = samples.map(({ length, meta }) => length / meta.max_seq_length);
      t.is(used.length, 40);
      t.true(
        used.every(share => share <= 1 && share >= 0.98),
        `${Math.min(...used)}`,
      );
    }
  });
}

test('a context as long as a shelf of books is counted exactly, by the library too', async t => {
  const shelf = join(await tempDir(t), 'shelf');
  await writeBooks(shelf, 60, 11);
  const texts = ['--fillers', shelf];
  const long = ['--max-seq-length', '256k', '--chains', '64', '--num-samples', '2'];
  const keychain = ['keychain', dataset, ...texts, '--fillers-only', ...long];
  const { dir, outputs } = await made(t, keychain);
  const verified = await command(['verify', dir, '--dataset', dataset, ...texts, '--count-all']);
  t.is(verified.code, 0, verified.stdout);
  t.regex(verified.stderr, /2 samples, 0 failed\. Tokens were counted by tiktoken .* in 2 of 2/);
  for (const { length } of outputs[0]!.samples) t.true(length > 0.98 * 262_144);
});

test('long sentences leave no more of the budget than short ones', async t => {
  const dir = await tempDir(t);
  const clause = (n: number): string => `the keeper of lamp ${n} went on, `;
  const sentences = Array.from(
    { length: 300 },
    (_, i) =>
      `Then ${Array.from({ length: 12 + ((i * 7) % 31) }, (_, k) => clause(i + k)).join('')}and slept.`,
  );
  await writeFile(join(dir, 'long.txt'), sentences.join(' '));
  const synth = ['synth', dataset, '--fillers', dir, '--fillers-only', '--max-seq-length', '4k'];
  const { outputs } = await made(t, synth);
  const used = outputs[0]!.samples.map(({ length }) => length / 4096).sort((a, b) => a - b);
  t.true(used[Math.floor(used.length / 100)]! >= 0.98, `${used.slice(0, 3)}`);
});

test('with texts alone nothing else is drawn, and each filler once', async t => {
  const synth = ['synth', dataset, '--fillers', books, '--fillers-only', '--max-seq-length', '8k'];
  const { outputs } = await made(t, synth);
  const questions = recordsIn<{ id: string; passages: { title: string }[] }>(
    await commandOutput(['parse', dataset]),
  );
  const titles = new Set((await readdir(books)).map(name => name.replace(/\.txt$/, '')));
  for (const { context, meta } of outputs[0]!.samples) {
    const own = questions
      .find(({ id }) => id === meta.question_id)!
      .passages.map(({ title }) => title);
    const headings = context!.split(/\n\n(?=Document \d+:\n)/).map(each => each.split('\n')[1]!);
    for (const title of headings) {
      t.true(own.includes(title) || titles.has(title) || title.startsWith('The book of '), title);
    }
    t.is(new Set(meta.passages.map(({ id }) => id)).size, meta.passages.length);
  }
});

test('what is to be filled with texts alone ends where the corpus has none, before anything is written', async t => {
  const dir = await tempDir(t);
  const corpus = join(dir, 'corpus');
  const [questions, samples] = [join(dir, 'questions.jsonl'), join(dir, 'samples.jsonl')];
  await commandOutput(['index', dataset, '--corpus', corpus]);
  await writeFile(questions, await commandOutput(['parse', dataset]));
  const fill = ['fill', questions, '--corpus', corpus, '--max-seq-length', '4k'];
  await writeFile(samples, await commandOutput(fill));
  // Of these texts every passage stands in the dataset, too.
  const [record] = worldRecords('musique', { questions: 1, seed: 3 });
  const [one, same] = [join(dir, 'one.jsonl'), join(dir, 'same.jsonl')];
  await writeFile(one, JSON.stringify(record));
  const texts = record!.paragraphs.map(({ title, paragraph_text: text }) =>
    JSON.stringify({ title, text }),
  );
  await writeFile(same, texts.join('\n'));
  const out = join(dir, 'out.jsonl');
  const synth = ['synth', one, '--fillers', same, '--filler-tokens', '3000'];
  for (const args of [
    [...fill, '--out', out],
    ['chain', samples, '--corpus', corpus, '--out', out],
    [...synth, '--max-seq-length', '4k', '--save-dir', out],
  ]) {
    const { code, stderr } = await command([...args, '--fillers-only']);
    t.is(code, 1, args[0]);
    t.regex(stderr, /CORPUS_UNUSABLE: --fillers-only: the corpus has no passage.*; name other/);
    t.deepEqual(
      (await readdir(dir)).filter(name => name.startsWith('out')),
      [],
    );
  }
});

test('fill and chain over a corpus with texts give what keychain gives', async t => {
  const corpus = join(await tempDir(t), 'corpus');
  const long = ['--max-seq-length', '4k'];
  for (const options of [['--fillers-only'], []]) {
    const texts = ['--fillers', books, '--filler-tokens', '3000'];
    await commandOutput(['index', dataset, ...texts, '--corpus', corpus]);
    const questions = join(await tempDir(t), 'questions.jsonl');
    await writeFile(questions, await commandOutput(['parse', dataset]));
    const filled = await commandOutput([
      'fill',
      questions,
      '--corpus',
      corpus,
      ...long,
      ...options,
    ]);
    const cuts = recordsIn<Sample>(filled).filter(({ meta }) => meta.cut.id !== '');
    if (options.length > 0) t.true(cuts.length > 0, 'some passages are cut');
    const { outputs } = await made(t, ['keychain', dataset, ...texts, ...long, ...options]);
    for (const bare of [false, true]) {
      const samples = join(await tempDir(t), 'samples.jsonl');
      const lines = recordsIn<Sample>(filled).map(({ passages, ...rest }) =>
        JSON.stringify(bare ? rest : { ...rest, passages }),
      );
      await writeFile(samples, lines.join('\n'));
      const chained = await commandOutput(['chain', samples, '--corpus', corpus, ...options]);
      t.is(chained, outputs[0]!.lines);
    }
  }
});

test('texts are told by what they say: another name is the same, another word is not', async t => {
  const dir = await tempDir(t);
  const copy = join(dir, 'copy');
  await cp(books, copy, { recursive: true });
  const index = async (texts: string, ...options: string[]) => {
    const { stderr } = await command(['index', dataset, '--fillers', texts, '--json', ...options]);
    return JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { key: string; built: boolean };
  };
  const first = await index(books);
  t.is((await index(copy)).key, first.key);
  t.false((await index(copy)).built);
  t.not((await index(copy, '--filler-tokens', '100')).key, first.key);
  const [name = ''] = await readdir(copy);
  const text = await readFile(join(copy, name), 'utf8');
  await writeFile(join(copy, name), text.replace('the', 'THE'));
  const other = await index(copy);
  t.not(other.key, first.key);
  await writeFile(join(copy, name), text);
  t.is((await index(copy)).key, first.key);
  await rename(join(copy, name), join(copy, `renamed-${name}`));
  t.not((await index(copy)).key, first.key, 'a file gives its passages their title');
});

test('the name of a file of text, which is the title of its passages, is part of the plan', async t => {
  const dir = await tempDir(t);
  const [name = ''] = await readdir(books);
  const alpha = join(dir, 'alpha.txt');
  await cp(join(books, name), alpha);
  const synthOf = (texts: string) => [
    ...['synth', dataset, '--max-seq-length', '2k', '--num-samples', '10'],
    ...['--fillers-only', '--fillers', texts],
  ];
  const first = await made(t, synthOf(alpha));
  t.true(linesOf(first)[0]!.includes('\\nalpha\\n'));
  const into = ['--save-dir', first.dir, '--save-name', 'w'];

  const beta = join(dir, 'beta.txt');
  await rename(alpha, beta);
  const refused = await command([...synthOf(beta), ...into]);
  t.is(refused.code, 1);
  t.regex(refused.stderr, /OUTPUT_DIFFERS: .*\(alpha\.txt\).*, now .*\(beta\.txt\)/);
  const manifest = join(...[first.dir, 'w', 'validation-num_sample_10-max_seq_2048.manifest.json']);
  const renamed = await command(['run', manifest, '--input', beta]);
  t.is(renamed.code, 1);
  t.regex(renamed.stderr, /INPUT_MISSING: --fillers alpha\.txt: .*beta\.txt .*name alpha\.txt/);

  const second = await made(t, synthOf(beta));
  t.true(linesOf(second)[0]!.includes('\\nbeta\\n'));
  t.false(linesOf(second)[0]!.includes('\\nalpha\\n'));
  // Elsewhere it is the same by the same name.
  await mkdir(join(dir, 'there'));
  const moved = join(dir, 'there', 'alpha.txt');
  await rename(beta, moved);
  t.deepEqual(linesOf(await made(t, synthOf(moved))), linesOf(first));
  t.is((await command(['run', manifest, '--input', moved])).code, 0);
  // By another ending it is read as something else.
  const records = join(dir, 'notes.txt');
  await writeFile(records, '{"title":"T","text":"A record of its own."}\n');
  const index = async (texts: string) =>
    (await command(['index', dataset, '--fillers', texts, '--json'])).stderr;
  const asText = JSON.parse((await index(records)).trimEnd().split('\n').at(-1)!);
  await rename(records, join(dir, 'notes.jsonl'));
  const asRecords = JSON.parse(
    (await index(join(dir, 'notes.jsonl'))).trimEnd().split('\n').at(-1)!,
  );
  t.not(asText.key, asRecords.key);
});

test('a manifest finds its texts again where they have moved', async t => {
  const dir = await tempDir(t);
  const here = join(dir, 'here');
  await cp(books, here, { recursive: true });
  const synth = [
    'synth',
    dataset,
    '--fillers',
    here,
    '--max-seq-length',
    '2k',
    '--num-samples',
    '5',
  ];
  const { dir: out, outputs } = await made(t, synth);
  t.deepEqual(
    outputs[0]!.manifest.inputs.map(({ name, format }) => [name, format]),
    [
      [basename(dataset), 'auto'],
      ['here', 'texts'],
    ],
  );
  const there = join(dir, 'there');
  await rename(here, there);
  const name = (await readdir(join(out, 'w'))).find(each => each.endsWith('.manifest.json'))!;
  const manifest = join(out, 'w', name);
  const lost = await command(['run', manifest]);
  t.is(lost.code, 1);
  t.regex(lost.stderr, /INPUT_MISSING: --fillers here: .*--input/);
  const again = await command(['run', manifest, '--input', there]);
  t.regex(again.stderr, /lines and bytes agree/);
  await writeFile(join(there, 'more.txt'), 'One more.');
  t.is((await command(['run', manifest, '--input', there])).code, 1);
});

test('shards and workers make the same', async t => {
  const texts = ['--fillers', books, '--fillers-only', '--max-seq-length', '2k,4k'];
  const whole = await made(t, ['keychain', dataset, ...texts, '--workers', '1']);
  t.deepEqual(
    linesOf(await made(t, ['keychain', dataset, ...texts, '--workers', '2'])),
    linesOf(whole),
  );
  const dir = await tempDir(t);
  for (const shard of ['0/2', '1/2']) {
    const into = ['--save-dir', dir, '--save-name', 'w', '--shard', shard];
    await commandOutput(['keychain', dataset, ...texts, ...into]);
  }
  await commandOutput(['merge', join(dir, 'w')]);
  const names = (await readdir(join(dir, 'w'))).filter(name => /or\.jsonl\.gz$/.test(name)).sort();
  const merged = await Promise.all(names.map(name => outputAt(join(dir, 'w', name))));
  t.deepEqual(
    merged.map(({ lines }) => lines),
    linesOf(whole),
  );
});

test('what cannot be read of a folder is a reject, told again where the corpus is found', async t => {
  const dir = await tempDir(t);
  const texts = join(dir, 'texts');
  await cp(books, texts, { recursive: true });
  await mkdir(join(texts, 'sub'));
  await writeFile(join(texts, 'sub', 'latin.txt'), Buffer.from([0x48, 0xe9, 0x2e]));
  await writeFile(join(texts, 'empty.txt'), '\n');
  await writeFile(join(texts, 'picture.png'), 'x');
  const synth = [
    'synth',
    dataset,
    '--fillers',
    texts,
    '--max-seq-length',
    '2k',
    '--num-samples',
    '3',
  ];
  const first = await made(t, synth, 3);
  t.regex(first.stderr, /texts: 1 of its files have none of the endings .* left out/);
  t.regex(first.stderr, /1 of 14 files of text hold nothing/);
  t.regex(first.stderr, /1 rejected \(TEXT_UNREADABLE\)/);
  const second = await made(t, [...synth, '--allow-rejects']);
  for (const { outputs } of [first, second]) {
    const [{ rejects, manifest }] = outputs as [(typeof outputs)[0]];
    t.deepEqual(
      rejects.map(({ file, code }) => [file, code]),
      [[join(texts, 'sub', 'latin.txt'), 'TEXT_UNREADABLE']],
    );
    t.is(manifest.counts.rejects.TEXT_UNREADABLE, 1);
  }
  t.is((await command([...synth, '--on-reject', 'fail', '--save-dir', dir])).code, 1);
});

test('texts in which there is nothing end the run', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'empty.txt'), ' \n');
  const { code, stderr } = await command(['index', dataset, '--fillers', dir]);
  t.is(code, 1);
  t.regex(stderr, /INPUT_FORMAT: .*: no text in it; name files of text/);
});
