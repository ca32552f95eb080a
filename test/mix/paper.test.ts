import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { foldQuestion } from '../../lib/corpus/fold.js';
import type { MixManifest } from '../../lib/mix/output/manifest.js';
import { type Fields, isFields } from '../../lib/records/fields.js';
import { type WorldShape, worldStream } from '../../lib/world/index.js';
import { type Row, verlFaults } from '../export/trainers.js';
import { blocksIn, type Clone, cloneFor } from '../support/guide.js';
import { shared } from '../support/shared.js';
import { tableReader } from '../support/tables.js';
import { real } from '../tokenize/tokenizers.js';

// The paper's Table 1 at a hundredth of its size, by the guide, line by line.

/** The datasets as the recipe names them, and what stands for them here. */
const DATASETS: readonly [name: string, real: string, world: WorldShape][] = [
  ['hotpot_train_v1.1.json', 'hotpotqa.json', 'hotpotqa'],
  ['musique_v1.0.zip#data/musique_ans_v1.0_train.jsonl', 'musique.jsonl', 'musique'],
  ['2wikimultihop.zip#data/train.json', '2wikimqa.json', '2wikimqa'],
];

/** Rows of each part. */
const TABLE: Readonly<Record<string, number>> = {
  'hotpotqa-keychain': 25,
  'musique-keychain': 25,
  '2wiki-keychain': 25,
  'hotpotqa-plain': 25,
  'musique-plain': 25,
  '2wiki-plain': 25,
  'needles-multi-key': 5,
  'needles-multi-value': 5,
  'math-choice': 25,
  'math-free': 25,
};

const SMALL = Object.entries(TABLE).flatMap(([part, take]) => {
  // Some questions leave a gap; plain parts have those of the chains among them.
  const asked = part.endsWith('plain') ? 3 * take : part.startsWith('needles') ? take : 2 * take;
  const made = part.startsWith('math') ? [] : [`--set ${part}.num-samples=${asked}`];
  return [`--set ${part}.take=${take}`, ...made];
});
const SETTINGS = `${SMALL.join(' ')} --set max-seq-length=3k`;

async function layData({ cwd }: Clone, isReal: boolean): Promise<void> {
  for (const [i, [name, file, world]] of DATASETS.entries()) {
    const path = join(cwd, name);
    await mkdir(dirname(path), { recursive: true });
    if (isReal) await copyFile(shared('data', file)!, path);
    else {
      await pipeline(worldStream(world, { questions: 90, seed: i }), createWriteStream(path));
    }
  }
  const rows = (of: (i: number) => object): string =>
    Array.from({ length: 40 }, (_, i) => `${JSON.stringify(of(i))}\n`).join('');
  const choice = (i: number) => ({
    question: `Which of these numbers is ${i} more than ${i}?`,
    choices: [`${2 * i}`, `${2 * i + 1}`, '-1'],
    answer: 'A',
  });
  const free = (i: number) => ({ question: `What is ${i} times ${i + 1}?`, answer: i * (i + 1) });
  await writeFile(join(cwd, 'math-choice.jsonl'), rows(choice));
  await writeFile(join(cwd, 'math-free.jsonl'), rows(free));
}

async function tableRows(path: string): Promise<Row[]> {
  const tables = await tableReader();
  try {
    return (await tables.parquetRows(path)).map(row => JSON.parse(row) as Row);
  } finally {
    tables.close();
  }
}

/** What is told of rows with a reward, a place and an ability of their own. */
const OF_MATH = /^(no reward for math-|extra_info$|ability math-)/;

/** What Qwen2.5's template makes of a conversation with a system's message, by hand. */
const asQwen = (messages: readonly { role: string; content: string }[]): string =>
  `${messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('')}<|im_start|>assistant\n`;

async function followed(t: ExecutionContext, isReal: boolean): Promise<void> {
  t.timeout(600_000);
  const clone = await cloneFor(t);
  const { cwd } = clone;
  await layData(clone, isReal);
  const followedLines = await blocksIn('paper-recipe.md', 'sh');
  t.true(followedLines.length > 3);
  for (const lines of followedLines) {
    await clone.follow(lines.replaceAll('run loongrl.yaml', `run loongrl.yaml ${SETTINGS}`));
  }

  const manifest = JSON.parse(
    await readFile(join(cwd, 'out/loongrl/mix.manifest.json'), 'utf8'),
  ) as MixManifest;
  t.deepEqual(Object.fromEntries(manifest.parts.map(({ name, rows }) => [name, rows])), TABLE);
  const packed = await readFile(join(cwd, 'out/loongrl/train.jsonl.gz'));
  const records = gunzipSync(packed)
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Fields);
  t.is(records.length, 210);

  // No question in two parts: what is asked of needles says nothing by itself.
  const parts = new Map<string, unknown>();
  for (const { part, input, extra_info: more } of records) {
    if (`${part}`.startsWith('needles')) continue;
    const [question, name] = isFields(more) ? [more.question, more.part] : [input, part];
    const folded = foldQuestion(`${question}`);
    t.true([undefined, name].includes(parts.get(folded)), folded);
    parts.set(folded, name);
  }
  t.is(parts.size, 200);

  const rows = await tableRows(join(cwd, 'data/train.parquet'));
  t.is(rows.length, 210);
  const tokenizer = await real('qwen2_5');
  const count = (messages: readonly { role: string; content: string }[]): number =>
    tokenizer.count(asQwen(messages));
  for (const row of rows) {
    const isMath = `${row.data_source}`.startsWith('math-');
    // There is no reward for math in the function that the others go by.
    const faults = verlFaults(row, count, 16_384).filter(fault => !isMath || !OF_MATH.test(fault));
    t.deepEqual(faults, []);
  }
  t.is(rows.filter(({ data_source: source }) => `${source}`.startsWith('math-')).length, 50);

  if (!isReal) return;
  // The same bytes elsewhere, with another number of workers.
  const again = `bin/pipe run loongrl.yaml ${SETTINGS} --save-dir again --set workers=1 --quiet`;
  await clone.follow(again);
  t.deepEqual(await readFile(join(cwd, 'again/loongrl/train.jsonl.gz')), packed);
}

test('paper-recipe.md makes Table 1 at a hundredth of the fictional world', t =>
  followed(t, false));

test('paper-recipe.md makes Table 1 at a hundredth of real records', async t => {
  const isThere = DATASETS.every(([, file]) => shared('data', file) !== undefined);
  if (!isThere) {
    t.log('no real records here (KEYCHAIN_SHARED)');
    return t.pass();
  }
  await followed(t, true);
});
