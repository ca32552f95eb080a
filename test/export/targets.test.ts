import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import { TARGETS, type TargetName } from '../../lib/export/targets.js';
import type { Fields } from '../../lib/records/fields.js';
import type { Sample } from '../../lib/records/sample.js';
import { openChat } from '../../lib/tokenize/chat/chat.js';
import { readChatSource } from '../../lib/tokenize/chat/chat-source.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { worldStream } from '../../lib/world/index.js';
import { commandOutput } from '../support/command.js';
import { anySample } from '../support/sample.js';
import { type TableReader, tableReader } from '../support/tables.js';
import { folderOf } from '../tokenize/chat/templates.js';
import {
  fineTuningFaults,
  type Row,
  requestFaults,
  swiftFaults,
  trlFaults,
  verlFaults,
} from './trainers.js';

// Each target is held against a reader that does what the trainer's does (trainers.ts), over the rows
// that a reader of tables finds.

const QWEN = folderOf('qwen2_5');
const COUNTED = ['--tokenizer-type', 'hf', '--tokenizer-path', QWEN, '--chat-template', 'auto'];
const SYSTEM = 'Think first.';

const dir = mkdtempSync(join(tmpdir(), 'keychain-export-'));
const samples = join(dir, 'samples');

test.after.always(() => rmSync(dir, { recursive: true, force: true }));

/** Samples with chains and without, of three lengths, counted in Qwen's conversation. */
test.before(async () => {
  const dataset = join(dir, 'world.json');
  await pipeline(worldStream('hotpotqa', { questions: 40, seed: 42 }), createWriteStream(dataset));
  const some = ['--num-samples', '8', '--save-dir', dir, '--workers', '1', '--quiet'];
  const corpus = ['--corpus', join(dir, 'corpus')];
  const chat = [...COUNTED, '--sample-system-prompt', SYSTEM];
  const names = (name: string): string[] => ['--save-name', `samples/${name}`];
  await commandOutput([
    ...['keychain', dataset, '--max-seq-length', '2k,4k', ...some, ...corpus, ...names('k')],
    ...chat,
  ]);
  await commandOutput([
    ...['synth', dataset, '--max-seq-length', '3k', ...some, ...corpus, ...names('s'), ...chat],
    ...['--template', '{context}\\n\\nQuestion: {question}', '--subset', 'plain'],
  ]);
});

/** What `trajectories` makes of them where each is solved, or is not. */
async function solved(): Promise<string> {
  const lines = await commandOutput(['export', samples, '--to', 'trl', '--out', '-', '--quiet']);
  const rows = lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { id: string; prompt: object[]; solution: string });
  const records = rows.map(({ id, prompt, solution }, i) => ({
    id,
    input: 'Who keeps the lantern?',
    answers: [solution],
    context: '',
    meta: { dataset: 'd', question_id: id, template: '{context}' },
    messages:
      i % 5 === 4
        ? []
        : [...prompt, { role: 'assistant', content: `<think>It says so.</think>${solution}` }],
  }));
  const file = join(dir, 'trajectories.jsonl');
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return file;
}

/** The rows of a file, as the reader of tables finds them. */
async function rowsOf(reader: TableReader, file: string): Promise<Row[]> {
  const lines = file.endsWith('.parquet')
    ? await reader.parquetRows(file)
    : (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map(line => JSON.parse(line) as Row);
}

const MESSAGES = 'STRUCT(role VARCHAR, content VARCHAR)[]';
const REWARD: [string, string][] = [
  ['solution', 'VARCHAR'],
  ['accepted_answers', 'VARCHAR[]'],
  ['question_text', 'VARCHAR'],
  ['id', 'VARCHAR'],
  ['dataset_name', 'VARCHAR'],
  ['prompt_tokens', 'BIGINT'],
  ['pass_rate', 'DOUBLE'],
  ['supporting_passages', 'STRUCT(number BIGINT, title VARCHAR)[]'],
  ['flaws', 'VARCHAR'],
];

/** How a target is tried: what it is given, and what its trainer has against the rows. */
interface Trial {
  given: 'samples' | 'trajectories';
  out: string;
  options?: string[];
  /** The exact types of Parquet's columns. */
  types?: [string, string][];
  faults(row: Row, count: (messages: readonly { content: string }[]) => number): string[];
}

const TRIALS: Readonly<Record<TargetName, Trial[]>> = {
  verl: [
    {
      given: 'samples',
      out: 'verl',
      types: [
        ['data_source', 'VARCHAR'],
        ['prompt', MESSAGES],
        ['ability', 'VARCHAR'],
        ['reward_model', 'STRUCT(style VARCHAR, ground_truth VARCHAR[])'],
        [
          'extra_info',
          'STRUCT(split VARCHAR, index BIGINT, id VARCHAR, question VARCHAR, prompt_tokens BIGINT, pass_rate DOUBLE, supporting_passages STRUCT(number BIGINT, title VARCHAR)[], flaws VARCHAR)',
        ],
      ],
      faults: (row, count) => verlFaults(row, count, 4096),
    },
  ],
  trl: [
    {
      given: 'samples',
      out: 'trl.parquet',
      types: [['prompt', MESSAGES], ...REWARD],
      faults: row => trlFaults(row, 'prompt'),
    },
    { given: 'samples', out: 'trl.jsonl', faults: row => trlFaults(row, 'prompt') },
    {
      given: 'trajectories',
      out: 'trl-sft.parquet',
      types: [
        ['messages', MESSAGES],
        ['id', 'VARCHAR'],
      ],
      faults: row => trlFaults(row, 'messages'),
    },
  ],
  swift: [
    { given: 'samples', out: 'swift', faults: row => swiftFaults(row, 'user') },
    { given: 'trajectories', out: 'swift-sft.jsonl', faults: row => swiftFaults(row, 'assistant') },
  ],
  'openai-batch': [
    { given: 'samples', out: 'batch', options: ['--model', 'm'], faults: requestFaults },
  ],
  'openai-ft': [{ given: 'trajectories', out: 'ft.jsonl', faults: fineTuningFaults }],
  // A dataset is no trainer's: see `hub/card.test.ts`.
  hub: [],
};

test('every target writes what its trainer reads, with the types that it declares', async t => {
  const given = { samples, trajectories: await solved() };
  const tokenizer = await loadTokenizer({ type: 'hf', path: QWEN });
  const chat = openChat(readChatSource('auto', { type: 'hf', path: QWEN }));
  const reader = await tableReader();
  t.teardown(() => {
    reader.close();
    tokenizer.close();
  });
  const count = (messages: readonly { content: string }[]): number => {
    const [system, user] = [messages.at(-2)?.content ?? '', messages.at(-1)!.content];
    return tokenizer.libraryCount(chat.render({ system, date: '', kwargs: '' }, user));
  };
  for (const to of Object.keys(TARGETS) as TargetName[]) {
    for (const trial of TRIALS[to]) {
      const { out, options = [], types, faults } = trial;
      const path = join(dir, 'out', out);
      const args = ['export', given[trial.given], '--to', to, '--out', path, '--quiet'];
      await commandOutput([...args, ...options]);
      const names = (await readdir(join(dir, 'out'), { recursive: true })).filter(
        name => name.startsWith(out) && /\.(jsonl|parquet)$/.test(name),
      );
      t.is(names.length, 1, out);
      const file = join(dir, 'out', names[0]!);
      const rows = await rowsOf(reader, file);
      t.is(rows.length, trial.given === 'samples' ? 24 : 20, out);
      for (const row of rows) t.deepEqual(faults(row, count), [], `${out} ${JSON.stringify(row)}`);
      if (types) t.deepEqual(await reader.parquetTypes(file), types);
      // A reader that infers the types of lines takes all of them.
      if (!types) t.is(await reader.rows(file, await reader.infer(file)), rows.length);
    }
  }
});

test('a row of verl says where its sample stands, and what is known of it', async t => {
  const out = join(dir, 'verl.json');
  await commandOutput(['export', samples, '--to', 'verl', '--out', out, '--quiet']);
  const files = (await readdir(samples, { recursive: true }))
    .filter(name => name.endsWith('.jsonl.gz'))
    .sort();
  t.is(files.length, 3);
  const rows = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  const sources = rows.map(({ data_source: source }) => source);
  t.deepEqual(sources, [
    ...Array.from({ length: 16 }, () => 'custom_longcontext_needle_qa_hotpotqa'),
    ...Array.from({ length: 8 }, () => 'custom_longcontextqa_hotpotqa'),
  ]);
  for (const [index, row] of rows.entries()) {
    t.like(row.extra_info, { split: 'train', index, pass_rate: -1 });
    const { supporting_passages: supporting, prompt_tokens: tokens } = row.extra_info;
    t.true(supporting.length >= 2 && tokens > 0);
    for (const { number, title } of supporting) {
      t.true(row.prompt.at(-1).content.includes(`Document ${number}:\n${title}\n`));
    }
    t.deepEqual(row.prompt[0], { role: 'system', content: SYSTEM });
  }
});

const judged = (sample: Partial<Sample> & Fields): string => `${JSON.stringify(sample)}\n`;

test('a pass rate is told where a model was asked', async t => {
  const file = join(dir, 'rolled.jsonl');
  const rolled = [
    { ...anySample(0), rollouts: [{}, {}, {}, {}], pass_count: 3 },
    { ...anySample(1), predictions: ['a', 'b'], pass_count: 2 },
    { ...anySample(2), pass_rate: 0.25 },
  ];
  await writeFile(file, rolled.map(judged).join(''));
  const lines = await commandOutput(['export', file, '--to', 'swift', '--out', '-', '--quiet']);
  const rates = lines
    .trimEnd()
    .split('\n')
    .map(line => /"pass_rate":([^,]*)/.exec(line)![1]);
  t.deepEqual(rates, ['0.75', '1.0', '0.25']);
});
