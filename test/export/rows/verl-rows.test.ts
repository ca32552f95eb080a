import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Reject } from '../../../lib/records/reject.js';
import { command, commandOutput } from '../../support/command.js';
import { anySample } from '../../support/sample.js';
import { tableReader } from '../../support/tables.js';
import { tempDir } from '../../support/temp-dir.js';

// What verl's own preprocessing writes: for GSM8K, whose reward compares texts, for search, whose truth
// is an object, and for pictures, which are a column of their own.

const gsm8k = (number: number) => ({
  data_source: 'openai/gsm8k',
  prompt: [{ role: 'user', content: `What is ${number} + 1?` }],
  ability: 'math',
  reward_model: { style: 'rule', ground_truth: `${number + 1}` },
  extra_info: {
    split: 'test',
    index: number,
    answer: `#### ${number + 1}`,
    difficulty: number / 2,
  },
});

const search = {
  data_source: 'searchR1_nq',
  prompt: [{ role: 'user', content: 'Who?' }],
  ability: 'fact-reasoning',
  reward_model: { style: 'rule', ground_truth: { target: ['A', 'B'] } },
  extra_info: {
    split: 'train',
    index: 0,
    need_tools_kwargs: true,
    tools_kwargs: { search: { k: 3 } },
  },
  agent_name: 'tool_agent',
  metadata: null,
};

async function fileOf(t: ExecutionContext, records: readonly object[], name = 'rows.jsonl') {
  const file = join(await tempDir(t), name);
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return file;
}

const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));

test('rows of others come out as they came in, as lines and as a table', async t => {
  const reader = await tableReader();
  t.teardown(() => reader.close());
  for (const rows of [[1, 2, 3].map(gsm8k), [search]]) {
    const file = await fileOf(t, rows);
    const args = ['export', file, '--to', 'verl', '--quiet', '--out'];
    t.deepEqual(linesOf(await commandOutput([...args, '-'])), rows);
    const table = `${file}.parquet`;
    await commandOutput([...args, table]);
    t.deepEqual(linesOf((await reader.parquetRows(table)).join('\n')), rows);
    // And again, of the table.
    const again = ['export', table, '--to', 'verl', '--quiet', '--out', '-'];
    t.deepEqual(linesOf(await commandOutput(again)), rows);
  }
  const types = await reader.parquetTypes(
    await (async () => {
      const file = await fileOf(t, [1, 2, 3].map(gsm8k));
      await commandOutput(['export', file, '--to', 'verl', '--quiet', '--out', `${file}.parquet`]);
      return `${file}.parquet`;
    })(),
  );
  t.deepEqual(Object.fromEntries(types), {
    data_source: 'VARCHAR',
    prompt: 'STRUCT(role VARCHAR, content VARCHAR)[]',
    ability: 'VARCHAR',
    reward_model: 'STRUCT(style VARCHAR, ground_truth VARCHAR)',
    extra_info: 'STRUCT(split VARCHAR, index BIGINT, answer VARCHAR, difficulty DOUBLE)',
  });
});

test('rows that were made here say anew where they stand, and keep their flaws', async t => {
  const samples = [anySample(1), anySample(2, { answers: ['no'] })];
  const made = await commandOutput([
    ...['export', await fileOf(t, samples), '--to', 'verl', '--quiet', '--out', '-'],
  ]);
  const rows = await fileOf(t, linesOf(made).reverse() as object[]);
  const out = await commandOutput(['export', rows, '--to', 'verl', '--quiet', '--out', '-']);
  const [first, second] = linesOf(out) as { extra_info: object }[];
  t.like(first!.extra_info, { id: 'made/q2/4096', index: 0, flaws: 'short', pass_rate: -1 });
  t.like(second!.extra_info, { id: 'made/q1/4096', index: 1 });
  t.true(out.includes('"pass_rate":-1.0'));
});

test('samples and rows of others stand in one table, each with what it has', async t => {
  const theirs = { ...gsm8k(4), reward_model: { style: 'rule', ground_truth: ['5'] } };
  for (const records of [
    [anySample(1), theirs],
    [theirs, anySample(1)],
  ]) {
    const table = `${await fileOf(t, records)}.parquet`;
    const file = table.replace('.parquet', '');
    await commandOutput(['export', file, '--to', 'verl', '--quiet', '--out', table]);
    const reader = await tableReader();
    const rows = linesOf((await reader.parquetRows(table)).join('\n')) as Record<string, object>[];
    reader.close();
    t.is(rows.length, 2);
    const their = rows.find(row => `${row.data_source}` === 'openai/gsm8k')!;
    t.like(their, theirs);
    const ours = rows.find(row => row !== their)!;
    t.like(ours.extra_info, { id: 'made/q1/4096', prompt_tokens: 873, answer: null });
  }
});

test('a row that does not fit into the columns of the others is rejected, and nothing is changed', async t => {
  for (const records of [
    [anySample(1), gsm8k(1)],
    [gsm8k(1), search],
  ]) {
    const file = await fileOf(t, records);
    const rejects = `${file}.rejects.jsonl`;
    for (const out of ['-', `${file}.parquet`]) {
      const args = ['--to', 'verl', '--quiet', '--out', out, '--rejects', rejects];
      t.is((await command(['export', file, ...args])).code, 3);
      const [reject] = linesOf(await readFile(rejects, 'utf8')) as Reject[];
      t.is(reject!.code, 'RECORD_INVALID');
      t.regex(reject!.message, /^reward_model\.ground_truth is an? \w+; expected .*of its own/);
    }
  }
});

test('answers that are no texts make no columns for rewards', async t => {
  const rejects = join(await tempDir(t), 'rejects.jsonl');
  const args = ['--to', 'trl', '--quiet', '--out', '-', '--rejects', rejects];
  const { code, stdout } = await command(['export', await fileOf(t, [search, gsm8k(1)]), ...args]);
  t.is(code, 3);
  t.like(linesOf(stdout), [{ solution: '2', accepted_answers: ['2'], flaws: '' }]);
  const [reject] = linesOf(await readFile(rejects, 'utf8')) as Reject[];
  t.regex(reject!.message, /^reward_model\.ground_truth is an object; expected a text/);
});
