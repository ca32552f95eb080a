import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Row, verlFaults } from '../export/trainers.js';
import { blocksIn, type Clone, cloneFor, GUIDES } from '../support/guide.js';
import { tableReader } from '../support/tables.js';
import { real } from '../tokenize/tokenizers.js';

/** Follows a guide from its first line to its last, in a clone of its own. */
async function followed(t: ExecutionContext, guide: string): Promise<Clone> {
  const clone = await cloneFor(t);
  const lines = await blocksIn(guide, 'sh');
  t.true(lines.length > 0);
  for (const each of lines) await clone.follow(each);
  for (const each of await blocksIn(guide, 'bash')) await filesThere(t, clone, each);
  return clone;
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
  const { cwd } = await followed(t, 'verl.md');
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
