import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { type Row, swiftFaults, trlFaults, verlFaults } from '../export/trainers.js';
import { writeBooks } from '../support/books.js';
import { blocksIn, type Clone, cloneFor, GUIDES } from '../support/guide.js';
import { startMock } from '../support/model/mock-server.js';
import { pipeOutput } from '../support/pipe.js';
import {
  BUDGET,
  type HotpotRecord,
  referenceDataset,
  referenceSamples,
  rowOf,
} from '../support/reference.js';
import { shared } from '../support/shared.js';
import { tableReader } from '../support/tables.js';
import { worldFile } from '../support/world.js';
import { real } from '../tokenize/tokenizers.js';

/** Follows a guide from its first line to its last, in a clone; the model is a mock server. */
async function followed(t: ExecutionContext, guide: string, clone: Clone): Promise<Clone> {
  const lines = await blocksIn(guide, 'sh');
  t.true(lines.length > 0);
  const url = await modelFor(t, clone);
  for (const each of lines) {
    await clone.follow(each.replaceAll('http://127.0.0.1:8000/v1', url));
  }
  for (const each of await blocksIn(guide, 'bash')) await filesThere(t, clone, each);
  return clone;
}

/** A model that knows the answers of the samples in a clone, and says them in a box every second time. */
async function modelFor(t: ExecutionContext, { cwd }: Clone): Promise<string> {
  const mock = await startMock();
  t.teardown(() => mock.close());
  let answers: Map<string, string> | undefined;
  mock.own = {
    text: ({ key }, at) => {
      answers ??= answersIn(cwd);
      const [, head = ''] = /starting from "([^"]+)"/.exec(key) ?? [];
      return `So it is \\boxed{${at % 2 === 1 ? answers.get(head) : 'Zzz'}}`;
    },
  };
  return mock.url;
}

/** The answer of each sample by the head of its chain. */
function answersIn(cwd: string): Map<string, string> {
  const [file = ''] = readdirSync(join(cwd, 'out/hotpotqa')).filter(name => name.endsWith('.gz'));
  const lines = gunzipSync(readFileSync(join(cwd, 'out/hotpotqa', file))).toString();
  const samples = lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);
  return new Map(
    samples.map(({ chain_head_with_question: head, answers }) => [head as string, answers[0]!]),
  );
}

/** What a trainer's lines name is there when it is their turn. */
async function filesThere(t: ExecutionContext, { cwd }: Clone, lines: string): Promise<void> {
  const named = lines.match(/[\w./-]+\.(?:py|parquet|jsonl)\b/g) ?? [];
  for (const path of named) await t.notThrowsAsync(stat(join(cwd, path)), path);
}

async function rowsIn(path: string): Promise<Row[]> {
  const tables = await tableReader();
  try {
    return (await tables.parquetRows(path)).map(row => JSON.parse(row) as Row);
  } finally {
    tables.close();
  }
}

interface Message {
  role: string;
  content: string;
}

const QWEN_SYSTEM = {
  role: 'system',
  content: 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.',
};

/** What Qwen2.5's template makes of a conversation, by hand. */
const asQwen = (messages: readonly Message[]): string => {
  const all = messages[0]!.role === 'system' ? messages : [QWEN_SYSTEM, ...messages];
  const turns = all.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`);
  return `${turns.join('')}<|im_start|>assistant\n`;
};

async function qwenCount(): Promise<(messages: readonly Message[]) => number> {
  const tokenizer = await real('qwen2_5');
  return messages => tokenizer.count(asQwen(messages));
}

test('every guide is linked from the pages before it', async t => {
  const guides = (await readdir(GUIDES)).filter(name => name.endsWith('.md'));
  const pipelines = await readFile('pipelines/README.md', 'utf8');
  const readme = await readFile('README.md', 'utf8');
  for (const name of guides) {
    t.true(pipelines.includes(`(guides/${name})`), name);
    t.true(readme.includes(`(${GUIDES}/${name})`), name);
  }
});

test('verl.md is followed line by line; verl takes every row', async t => {
  t.timeout(600_000);
  const { cwd } = await followed(t, 'verl.md', await cloneFor(t));
  const train = await rowsIn(join(cwd, 'data/train.parquet'));
  const valid = await rowsIn(join(cwd, 'data/valid.parquet'));
  t.true(train.length > 50);
  t.true(valid.length > 80);
  const count = await qwenCount();
  for (const row of [...train, ...valid]) t.deepEqual(verlFaults(row, count, 16_384), []);
  const [shown] = await blocksIn('verl.md', 'json');
  t.deepEqual(shapeOf(JSON.parse(shown!)), shapeOf(train[0]));
  const [{ content }] = train[0]!.prompt as [Message];
  t.true(content.startsWith('Please read the following text.\nDocument 0:\n'));
  t.true(content.endsWith('\n\nPut the final answer in \\boxed{}.'));
});

/** The names and types in a value; of a list, those of its first. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

const linesIn = async (path: string): Promise<Row[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Row);

const countsOf = (rows: readonly Row[]): number[] => rows.map(row => Number(row.prompt_tokens));

test('trl.md is followed line by line; TRL takes every row', async t => {
  t.timeout(600_000);
  const { cwd } = await followed(t, 'trl.md', await cloneFor(t));
  const rows = await rowsIn(join(cwd, 'grpo/train.parquet'));
  t.true(rows.length > 50);
  const count = await qwenCount();
  for (const row of rows) t.deepEqual(trlFaults(row, 'prompt'), []);
  t.deepEqual(
    rows.map(({ prompt }) => count(prompt as Message[])),
    countsOf(rows),
  );
  t.true(Math.max(...countsOf(rows)) <= 16_384);
  const [shown] = await blocksIn('trl.md', 'json');
  t.deepEqual(shapeOf(JSON.parse(shown!)), shapeOf(rows[0]));
  const learned = await rowsIn(join(cwd, 'sft/train.parquet'));
  t.true(learned.length > 100);
  for (const row of learned) t.deepEqual(trlFaults(row, 'messages'), []);
});

test('ms-swift.md is followed line by line; ms-swift takes every row', async t => {
  t.timeout(600_000);
  const { cwd } = await followed(t, 'ms-swift.md', await cloneFor(t));
  const rows = await linesIn(join(cwd, 'data/train.jsonl'));
  t.true(rows.length > 50);
  const count = await qwenCount();
  for (const row of rows) t.deepEqual(swiftFaults(row, 'user'), []);
  t.deepEqual(
    rows.map(({ messages }) => count(messages as Message[])),
    countsOf(rows),
  );
  t.true(Math.max(...countsOf(rows)) <= 16_384);
  const [shown] = await blocksIn('ms-swift.md', 'json');
  t.deepEqual(shapeOf(JSON.parse(shown!)), shapeOf(rows[0]));
  const learned = await linesIn(join(cwd, 'sft/train.jsonl'));
  t.true(learned.length > 100);
  for (const row of learned) t.deepEqual(swiftFaults(row, 'assistant'), []);
});

test('from-the-reference.md is followed line by line, with what the reference has left', async t => {
  t.timeout(600_000);
  const clone = await cloneFor(t);
  const records = await hotpotRecords(t);
  const put = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(clone.cwd, name)), { recursive: true });
    await writeFile(join(clone.cwd, name), text);
  };
  await put('hotpot_train_v1.1.json', JSON.stringify(records));
  const made = referenceSamples(records, 12);
  const lines = (of: readonly object[]): string => of.map(each => JSON.stringify(each)).join('\n');
  await put(
    `theirs/hotpotqa/train-num_sample_12-max_seq_${BUDGET}-distractor.jsonl`,
    lines(made.map(({ sample }) => sample)),
  );
  await put('theirs/rl/train.jsonl', lines(made.map(rowOf)));
  const url = await modelThatKnows(t, records);
  let told = '';
  for (const each of await blocksIn('from-the-reference.md', 'sh')) {
    told += await clone.follow(smaller(each).replaceAll('http://127.0.0.1:8000/v1', url));
  }
  t.is(told.match(/some are broken: the report/g)?.length, 2);
  t.regex(told, /12 samples without meta: \d+ broken/);
  const rows = async (name: string) => (await rowsIn(join(clone.cwd, name))).length;
  t.is(await rows('theirs-anew/train.parquet'), 12);
  t.true((await rows('data/train.parquet')) > 0);
  const learned = await linesIn(join(clone.cwd, 'sft.jsonl'));
  t.true(learned.length > 0);
  for (const row of learned) t.deepEqual(swiftFaults(row, 'assistant'), []);
});

/** Real questions, or those of the fictional world where there are none here. */
async function hotpotRecords(t: ExecutionContext): Promise<HotpotRecord[]> {
  const path = shared('data', 'hotpotqa.json');
  if (path) return JSON.parse(await readFile(path, 'utf8')) as HotpotRecord[];
  t.log('not tried on real questions: the shared data is not there');
  return referenceDataset(120);
}

/** A few samples, and lengths that a few questions fill. */
const smaller = (lines: string): string =>
  lines
    .replaceAll('4k,8k,16k,32k,64k,128k', '4k,16k')
    .replaceAll('4k,8k,16k,32k,64k', '4k,8k')
    .replaceAll('32768', '4096')
    .replaceAll(/\b(1000|2500|100)\b/g, '6');

/** A model that answers every second time what is asked at the end of a prompt, or of a chain. */
async function modelThatKnows(
  t: ExecutionContext,
  records: readonly HotpotRecord[],
): Promise<string> {
  const mock = await startMock();
  t.teardown(() => mock.close());
  mock.own = {
    text: ({ key }, at) => {
      const known = records.find(({ question }) => key.includes(question));
      const said = at % 2 === 0 ? (known?.answer ?? '') : 'Zzz';
      return `<think>Hm.</think>\\boxed{${said}}. The answer is ${said}`;
    },
  };
  return mock.url;
}

test('own-field.md is followed line by line, from documents and questions', async t => {
  t.timeout(600_000);
  const clone = await cloneFor(t);
  const [shown] = await blocksIn('own-field.md', 'json');
  const own = JSON.parse(shown!) as Row;
  const world = await pipeOutput(['parse', await worldFile(t, 'hotpotqa', 30)]);
  await writeFile(join(clone.cwd, 'questions.jsonl'), `${JSON.stringify(own)}\n${world}`);
  await writeBooks(join(clone.cwd, 'documents'), 12);
  await followed(t, 'own-field.md', clone);
  const checked = await linesIn(join(clone.cwd, 'checked.jsonl'));
  t.is(checked.length, 31);
  const rows = await rowsIn(join(clone.cwd, 'data/train.parquet'));
  t.is(rows.length, 31);
  const count = await qwenCount();
  for (const row of rows) t.deepEqual(verlFaults(row, count, 16_384), []);
  const row = rows.find(each => (each.extra_info as Row).question === own.question);
  t.deepEqual((row!.reward_model as Row).ground_truth, own.answers);
});
