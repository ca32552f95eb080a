import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { sampleFields } from '../../lib/records/sample-fields.js';
import type { FileReport } from '../../lib/verify/report/tally.js';
import { command, commandOutput } from '../support/command.js';
import '../support/own-cache.js';
import {
  BUDGET,
  type Made,
  referenceDataset,
  referenceSamples,
  rowOf,
  tokensOf,
} from '../support/reference.js';
import { recordsIn } from './made.js';

const SAMPLES = 100;

let ground: string;
let dataset: string;
let made: Made[];

const at = (name: string): string => join(ground, name);
const write = async (name: string, records: readonly object[]): Promise<string> => {
  await writeFile(at(name), records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return at(name);
};

test.before(async () => {
  ground = await mkdtemp(join(tmpdir(), 'keychain-adopt-'));
  const records = referenceDataset(120);
  dataset = at('hotpot.json');
  await writeFile(dataset, JSON.stringify(records));
  made = referenceSamples(records, SAMPLES);
});

test.after.always(() => rm(ground, { recursive: true, force: true }));

/** The report of one file, and the code that the command ends with. */
async function verified(...args: string[]): Promise<{ code: number; report: FileReport }> {
  const { code, stdout, stderr } = await command(['verify', ...args, '--json', '--quiet']);
  if (stdout === '') throw new Error(stderr);
  const { reports } = JSON.parse(stdout) as { reports: [FileReport] };
  return { code, report: reports[0] };
}

const isJson = (text: string): boolean => {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};

/** Whether following the pairs that a JSON parser reads leads from the head to the question. */
function isFollowed({ pairs, sample }: Made): boolean {
  const next = new Map(
    pairs
      .filter(isJson)
      .flatMap(pair => Object.entries(JSON.parse(pair) as Record<string, string>)),
  );
  let value: string | undefined = sample.chain_head_with_question;
  while (value !== undefined && value !== sample.input) value = next.get(value);
  return value === sample.input;
}

const sum = (of: (each: Made) => number): number =>
  made.reduce((total, each) => total + of(each), 0);

/** What others than our own reader find in the imitated samples. */
const expected = () => ({
  over_budget: sum(({ sample }) => Number(tokensOf(sample.distractor_context) + 128 > BUDGET)),
  invalid_pairs: sum(({ pairs }) => pairs.filter(pair => !isJson(pair)).length),
  lost_chains: sum(each => Number(!isFollowed(each))),
  pairs_in_words: sum(({ inWords }) => inWords),
  missing_passages: sum(({ leftOut }) => leftOut.length),
});

test('of 100 samples as the reference makes them, all that is broken is counted as others count it', async t => {
  const samples = made.map(({ sample }) => sample);
  const file = await write(`train-num_sample_100-max_seq_${BUDGET}-distractor.jsonl`, samples);
  const { code, report } = await verified(file, '--dataset', dataset);
  t.is(code, 1);
  t.is(report.samples, SAMPLES);
  t.deepEqual(report.foreign!.kinds, expected());
  for (const [kind, count] of Object.entries(expected())) t.true(count > 0, kind);
  // Every sample is one or the other here: each length was counted before the pairs were put in.
  t.is(report.foreign!.broken + report.foreign!.differing, SAMPLES);
  t.is(report.failed, report.foreign!.broken);
  t.is(report.foreign!.differences.length, SAMPLES);
  t.is(report.checks.shape, 0);
  t.like(report.counted, { byLibrary: 50, byRulesAlone: 50 });
  const { stdout } = await command(['verify', file, '--dataset', dataset, '--quiet']);
  t.regex(stdout, /100 samples without meta: \d+ broken \(\d+ over their budget, \d+ pairs that/);
  t.regex(stdout, /what differs from what is promised of our samples is no failure \(length 100/);
});

test('the same is found in rows of a trainer, in which only the prompt names the head', async t => {
  const file = await write('rows.jsonl', made.map(rowOf));
  const { code, report } = await verified(file, '--dataset', dataset, '--max-seq-length', '2k');
  t.is(code, 1);
  const { over_budget, lost_chains, ...kinds } = report.foreign!.kinds;
  const { over_budget: _, lost_chains: lost, missing_passages: missing, ...rest } = expected();
  // Whose question stands at the end of a chain that nobody can follow is not known.
  t.like(kinds, rest);
  t.true(kinds.missing_passages <= missing);
  t.is(lost_chains, lost);
  const prompts = made.map(
    (each, i) => (rowOf(each, i) as { prompt: [{ content: string }] }).prompt[0].content,
  );
  t.is(over_budget, prompts.filter(prompt => tokensOf(prompt) + 128 > BUDGET).length);
  const unknown = await verified(file);
  t.regex(unknown.report.notChecked.join('\n'), /100 samples keep their budget: nothing names it/);
});

test('what differs only is no failure', async t => {
  const sound = made.filter(
    each =>
      each.pairs.every(isJson) &&
      each.inWords === 0 &&
      each.leftOut.length === 0 &&
      isFollowed(each),
  );
  const file = await write(
    'sound.jsonl',
    sound.map(({ sample }) => sample),
  );
  const { code, report } = await verified(file, '--dataset', dataset, '--max-seq-length', '4k');
  t.deepEqual([code, report.failed], [0, 0]);
  t.true(report.foreign!.differing > 0);
  t.is(report.foreign!.differing, sound.length);
});

test('reference samples are adopted with their chains as they were meant, and joined with the dataset', async t => {
  const samples = made.map(({ sample }) => sample);
  const file = await write(`some-max_seq_${BUDGET}.jsonl`, samples);
  const stdout = await commandOutput(['adopt', file, '--dataset', dataset, '--quiet']);
  const adopted = recordsIn<Sample>(stdout);
  t.is(adopted.length, SAMPLES);
  for (const [i, sample] of adopted.entries()) {
    const { leftOut, pairs, sample: reference } = made[i]!;
    t.notThrows(() => sampleFields(sample));
    t.is(sample.distractor_context, reference.distractor_context);
    t.like(sample.meta, { dataset: 'hotpotqa', max_seq_length: BUDGET, hops: 4, shape: 'chain' });
    t.is(sample.meta.key_format, 'uuid');
    t.is(sample.meta.passages.filter(({ supporting }) => supporting).length, 2 - leftOut.length);
    const found = sample.meta.chains!.flat().map(([key, value]) => `{"${key}": "${value}"}`);
    t.deepEqual(found.sort(), [...pairs].sort());
    t.is(sample.meta.chains![0]!.at(-1)![1], reference.input);
    t.true(sample.length > reference.length);
  }
  // What is broken in them is found in what they have become.
  const { code, report } = await verified(
    await write('adopted.jsonl', adopted),
    '--dataset',
    dataset,
  );
  t.is(code, 1);
  t.is(report.foreign, null);
});

test('100 of our own without meta are not broken, and become what they were, as far as anybody can know', async t => {
  const options = ['--max-seq-length', '2k', '--out', '-', '--quiet'];
  const plain = [...options, '--template', '{context}\\n\\nQuestion: {question}'];
  const ours = [
    ...recordsIn<Sample>(
      await commandOutput([
        'keychain',
        dataset,
        '--num-samples',
        '60',
        '--key-format',
        'hex8',
        ...options,
      ]),
    ),
    ...recordsIn<Sample>(
      await commandOutput([
        'synth',
        dataset,
        '--pre-samples',
        '60',
        '--num-samples',
        '40',
        ...plain,
      ]),
    ),
  ];
  const file = await write(
    'stripped.jsonl',
    ours.map(({ meta: _, ...sample }) => sample),
  );
  const { code, report } = await verified(file, '--dataset', dataset);
  t.deepEqual([code, report.samples, report.foreign?.broken], [0, 100, 0]);
  const adopted = recordsIn<Sample>(await commandOutput(['adopt', file, '--dataset', dataset]));
  for (const [i, sample] of adopted.entries()) {
    const { meta, length: _, ...rest } = ours[i]!;
    t.like(sample, rest);
    t.deepEqual(sample.meta.passages, meta.passages);
    t.deepEqual(sample.meta.tokenizer, meta.tokenizer);
    if (meta.chains) {
      t.deepEqual(sample.meta.chains!.map(sorted).sort(), meta.chains.map(sorted).sort());
      t.is(sample.length, ours[i]!.length);
      t.like(sample.meta, { hops: 4, key_format: 'hex8', shape: 'chain', corpus: meta.corpus });
      t.deepEqual(sample.meta.chain_keys, meta.chain_keys);
    }
    t.deepEqual(Object.keys(sample.meta).sort(), Object.keys(meta).sort());
    t.deepEqual(Object.keys(sample), Object.keys(ours[i]!));
  }
  const after = await verified(await write('own.jsonl', adopted), '--dataset', dataset);
  t.deepEqual([after.code, after.report.samples, after.report.failed], [0, 100, 0]);

  // To a trainer's rows and back.
  const rows = at('rows.parquet');
  await commandOutput(['export', at('own.jsonl'), '--to', 'verl', '--out', rows]);
  const back = recordsIn<Sample>(await commandOutput(['adopt', rows, '--dataset', dataset]));
  t.deepEqual(
    back.map(({ index: _, source_index: __, meta, ...sample }) => ({ ...sample, meta })),
    adopted.map(({ index: _, source_index: __, meta, ...sample }) => ({ ...sample, meta })),
  );
  t.is((await verified(rows, '--dataset', dataset, '--max-seq-length', '2k')).code, 0);
});

const sorted = (pairs: readonly (readonly string[])[]): string =>
  pairs
    .map(pair => pair.join())
    .sort()
    .join('\n');

test('what cannot be adopted is rejected, counted and explained', async t => {
  const [first, second] = made as [Made, Made];
  const { context, distractor_context: _, chain_head_with_question: __, ...plain } = first.sample;
  const file = await write('mixed.jsonl', [
    { ...plain, context },
    { ...plain, context: 'Nothing but words.' },
    { ...plain, context, answers: [] },
    { ...second.sample, chain_head_with_question: 'ffffffff' },
    { prompt: [{ role: 'user', content: 'What is 2 + 2?' }], reward_model: { ground_truth: '4' } },
    { id: 'x', question: 'A question of no context?' },
  ]);
  const rejects = at('rejects.jsonl');
  const { code, stdout, stderr } = await command([
    'adopt',
    file,
    '--rejects',
    rejects,
    '--max-seq-length',
    '2k',
  ]);
  t.is(code, 3, stderr);
  t.is(recordsIn(stdout).length, 1);
  const reasons = recordsIn<{ message: string; record: number }>(await readFile(rejects, 'utf8'));
  t.deepEqual(
    reasons.map(({ record }) => record),
    [1, 2, 3, 4, 5],
  );
  t.regex(reasons[0]!.message, /no passages are found/);
  t.regex(reasons[1]!.message, /no answers/);
  t.regex(reasons[2]!.message, /ffffffff does not lead to the question/);
  t.regex(reasons[4]!.message, /context is missing/);
});

test('questions of no dataset that was given are adopted, and said', async t => {
  const file = await write('strange.jsonl', [{ ...made[0]!.sample, id: 'a' }]);
  const other = at('other.json');
  await writeFile(other, JSON.stringify(referenceDataset(120).slice(110)));
  const options = ['--dataset', other, '--max-seq-length', '2k'];
  const { code, stdout, stderr } = await command(['adopt', file, ...options]);
  t.is(code, 0);
  t.like(recordsIn<Sample>(stdout)[0]?.meta, { dataset: 'unknown', question_id: 'a', corpus: '' });
  t.regex(stderr, /warning: 1 records ask what stands in no dataset that was given/);
  const { report } = await verified(file, ...options);
  t.regex(report.notChecked.join('\n'), /1 samples: no dataset that was given has their questions/);
});

test('several budgets for what was made with one are a wrong usage', async t => {
  const file = await write('one.jsonl', [made[0]!.sample]);
  for (const name of ['adopt', 'verify']) {
    const { code, stderr } = await command([name, file, '--max-seq-length', '2k,4k']);
    t.is(code, 2);
    t.regex(stderr, /USAGE: --max-seq-length .*name one/);
  }
});
