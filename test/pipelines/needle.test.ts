import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type ManifestCounts, recordsTold } from '../../lib/assemble/outputs/manifest.js';
import type { Sample } from '../../lib/records/sample.js';
import { worldRecords } from '../../lib/world/index.js';
import { answer, breaches } from '../needle/reader.js';
import { writeBooks } from '../support/books.js';
import { command, commandOutput } from '../support/command.js';
import '../support/own-cache.js';
import { cl100k } from '../fill/tokenizers.js';
import { tempDir } from '../support/temp-dir.js';
import { outputAt, recordsIn } from './made.js';

let ground: string;
let books: string;
let dataset: string;

test.before(async () => {
  ground = await mkdtemp(join(tmpdir(), 'keychain-test-'));
  books = join(ground, 'books');
  dataset = join(ground, 'hotpot.json');
  await writeBooks(books, 12);
  const records = [...worldRecords('hotpotqa', { questions: 60, seed: 3 })];
  await writeFile(dataset, JSON.stringify(records));
});

test.after.always(() => rm(ground, { recursive: true, force: true }));

/** The samples on standard output. */
const made = async (...options: string[]): Promise<Sample[]> =>
  recordsIn<Sample>(await commandOutput(['needle', ...options, '--out', '-', '--quiet']));

/** Runs into a folder, and gives the names there. */
async function written(t: ExecutionContext, ...options: string[]) {
  const dir = await tempDir(t);
  const result = await command(['needle', ...options, '--save-dir', dir]);
  t.is(result.code, 0, result.stderr);
  return { dir, names: (await readdir(dir, { recursive: true })).sort(), ...result };
}

test('a file a length, named by what is hidden, of texts alone; all of it verifies', async t => {
  const lengths = ['--max-seq-length', '2k,8k', '--num-samples', '40'];
  const { dir, names } = await written(t, '--fillers', books, ...lengths, '--queries', '3');
  const at = (length: number, ending: string): string =>
    `books/validation-num_sample_40-max_seq_${length}-needle-keys_20-values_1-queries_3.${ending}`;
  const endings = ['jsonl.gz', 'manifest.json'];
  t.deepEqual(names, ['books', ...[2048, 8192].flatMap(each => endings.map(end => at(each, end)))]);
  const verified = await command(['verify', dir, '--fillers', books]);
  t.is(verified.code, 0, verified.stdout);
  const { samples, manifest } = await outputAt(join(dir, at(8192, 'jsonl.gz')));
  t.deepEqual(
    samples.map(({ id, index }) => [id, index]),
    Array.from({ length: 40 }, (_, i) => [`needle/${i}/8192`, i]),
  );
  t.deepEqual(
    manifest.inputs.map(({ format }) => format),
    ['texts'],
  );
  for (const sample of samples) {
    const asked = { keys: 20, values: 1, queries: 3, kind: 'numbers' };
    t.deepEqual(breaches(sample, { ...asked, count: text => cl100k.count(text) }), []);
    t.true(sample.length >= 0.98 * 8192);
  }
});

test('datasets and texts are one corpus, and one output', async t => {
  const few = ['--max-seq-length', '4k', '--num-samples', '3', '--keys', '5'];
  const { dir, names } = await written(t, dataset, '--fillers', books, ...few);
  t.is(names[0], 'hotpot');
  t.is(names.length, 3);
  const verified = await command(['verify', dir, '--dataset', dataset, '--fillers', books]);
  t.is(verified.code, 0, verified.stdout);
  const named = await written(t, dataset, ...few, '--save-name', 'own');
  t.is(named.names[0], 'own');
});

test('a later run goes on where an earlier one has ended', async t => {
  const given = ['--fillers', books, '--max-seq-length', '1k', '--keys', '3'];
  const all = await made(...given, '--num-samples', '5');
  const later = await made(...given, '--num-samples', '2', '--pre-samples', '3');
  const inputs = (samples: Sample[]) => samples.map(({ id, input }) => `${id} ${input}`);
  t.deepEqual(inputs(later), inputs(all).slice(3));
  t.deepEqual(
    later.map(({ index, source_index }) => [index, source_index]),
    [
      [0, 3],
      [1, 4],
    ],
  );
});

test('the counts of a manifest add up, with texts that cannot be read and samples that do not fit', async t => {
  const folder = join(await tempDir(t), 'texts');
  await writeBooks(folder, 2);
  await writeFile(join(folder, 'bad.jsonl'), '{"text": ');
  const dir = await tempDir(t);
  const given = ['--fillers', folder, '--max-seq-length', '460,2k', '--num-samples', '70'];
  const { code, stderr } = await command(['needle', ...given, '--save-dir', dir]);
  t.is(code, 3, stderr);
  const names = (await readdir(join(dir, 'texts'))).filter(name => name.endsWith('.json'));
  t.is(names.length, 2);
  for (const name of names) {
    const text = await readFile(join(dir, 'texts', name), 'utf8');
    const { counts } = JSON.parse(text) as { counts: ManifestCounts };
    t.like(counts, { read: 71, not_asked: 0, questions: 70 });
    t.is(recordsTold(counts), 71);
    t.is(counts.rejects.TEXT_UNREADABLE, 1);
  }
});

test('scored by all-of, the right answer is right and half of it is half', async t => {
  const given = ['--fillers', books, '--max-seq-length', '2k', '--keys', '1', '--values', '4'];
  const samples = await made(...given, '--num-samples', '2', '--value', 'mixed');
  const file = join(await tempDir(t), 'predictions.jsonl');
  const predicted = samples.map(sample => {
    const found = answer(sample);
    t.is(found.length, 4);
    const texts = [found.join(', '), found.slice(2).join(' and ').toUpperCase(), 'nothing'];
    return { ...sample, predictions: texts };
  });
  await writeFile(file, predicted.map(each => `${JSON.stringify(each)}\n`).join(''));
  for (const { scores } of recordsIn<{ scores: { recall: number; correct: number }[] }>(
    await commandOutput(['score', file, '--rule', 'all-of']),
  )) {
    t.deepEqual(
      scores.map(({ recall, correct }) => [recall, correct]),
      [
        [1, 1],
        [0.5, 0],
        [0, 0],
      ],
    );
  }
});

test('verl is told that they are needles, and which of them ask for several values', async t => {
  const dir = await tempDir(t);
  const given = ['--fillers', books, '--max-seq-length', '1k', '--keys', '2', '--values', '2'];
  const file = join(dir, 'needles.jsonl');
  await writeFile(
    file,
    await commandOutput(['needle', ...given, '--num-samples', '3', '--out', '-']),
  );
  const rows = recordsIn<{ data_source: string; extra_info: { flaws: string } }>(
    await commandOutput(['export', file, '--to', 'verl', '--out', '-']),
  );
  t.is(rows.length, 3);
  for (const { data_source, extra_info } of rows) {
    t.is(data_source, 'custom_needle_needle');
    t.is(extra_info.flaws, 'any-of-several');
  }
});

const REFUSED: Record<string, [options: string[], message: RegExp]> = {
  'nothing to hide in': [['--max-seq-length', '1k'], /name what needles are hidden in: texts with/],
  'no length': [['--fillers', 'BOOKS'], /--max-seq-length L.* is needed/],
  'more queries than keys': [['--keys', '2', '--queries', '3'], /--queries 3: there are 2 keys/],
  'no end': [['--num-samples', '-1'], /--num-samples -1: needles have no end/],
  'a template without a question': [['--template', '{context}'], /must contain \{question\}/],
  'a key of a chain': [['--template', '{context}{question}{chain_head}'], /has \{chain_head\}/],
  'what is of questions': [['--shuffle-qa'], /shuffle-qa/],
};

for (const [what, [options, message]] of Object.entries(REFUSED)) {
  test(`refused before anything is read: ${what}`, async t => {
    const isWhole = options.includes('--fillers') || what === 'nothing to hide in';
    const base = isWhole ? [] : ['--fillers', books, '--max-seq-length', '1k'];
    const given = options.map(word => (word === 'BOOKS' ? books : word));
    const { code, stderr } = await command(['needle', ...base, ...given]);
    t.is(code, 2);
    t.regex(stderr, message);
    t.is(stderr.trimEnd().split('\n').length, 1);
  });
}

test('a corpus of texts alone is built by index, too, and launched', async t => {
  const dir = await tempDir(t);
  const corpus = join(dir, 'corpus');
  await commandOutput(['index', '--fillers', books, '--corpus', corpus]);
  const given = ['--fillers', books, '--max-seq-length', '1k', '--num-samples', '2'];
  const { stderr } = await command(['needle', ...given, '--corpus', corpus, '--save-dir', dir]);
  t.regex(stderr, /index found/);
  t.is((await command(['index'])).code, 2);
  const save = ['--save-dir', join(dir, 'launched')];
  await commandOutput(['launch', 'slurm', '--shards', '2', '--', 'needle', ...given, ...save]);
  const script = await readFile(join(dir, 'launched/books/launch/index.sh'), 'utf8');
  t.regex(script, / index --fillers=\S*books --allow-rejects$/m);
});
