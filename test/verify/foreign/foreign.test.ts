import { Readable } from 'node:stream';
import test from 'ava';
import { foreignRecord, isForeignRow, isForeignSample } from '../../../lib/records/foreign.js';
import { namedBudget } from '../../../lib/verify/foreign/budget.js';
import { examineForeign } from '../../../lib/verify/foreign/examine.js';
import { findPassages } from '../../../lib/verify/foreign/passages.js';
import { viewForeign } from '../../../lib/verify/foreign/view.js';
import { renderReport } from '../../../lib/verify/report/report.js';
import type { FileReport } from '../../../lib/verify/report/tally.js';
import { verifyFile } from '../../../lib/verify/verify.js';
import { anySample } from '../../support/sample.js';
import { words } from '../../support/tokenizer.js';

const found = (text: string, pairsAt?: number[]) => {
  const all = findPassages(text, pairsAt);
  return all && [all.header, ...all.passages.map(({ body, end }) => text.slice(body, end).trim())];
};

test('passages are found by whatever counts up at the beginnings of lines', t => {
  t.deepEqual(found('Passage 1:\nA\na.\n\nPassage 2:\nB\nb.'), ['Passage {n}:', 'A\na.', 'B\nb.']);
  t.deepEqual(found('Document 0:\nA\na.\n\nDocument 1:\nB'), ['Document {i}:', 'A\na.', 'B']);
  t.deepEqual(found('[1] A\n[2] B'), ['[{n}]', 'A', 'B']);
  t.deepEqual(found('Passage 1: A a. Passage 2: B b.'), ['Passage {n}:', 'A a.', 'B b.']);
  // What only reads so, inside a line, is text.
  t.deepEqual(found('Passage 1:\nsee Passage 2: no\nPassage 2:\nB'), [
    'Passage {n}:',
    'see Passage 2: no',
    'B',
  ]);
  t.is(found('Nothing of the kind.\n1. An item'), undefined);
});

test('where words follow, the last passage ends at the first blank line that no pair has left', t => {
  const text = 'Read.\n\nPassage 1:\nA\n\nb.\n\nNow answer.';
  t.deepEqual(found(text, []), ['Passage {n}:', 'A']);
  t.deepEqual(found(text, [text.indexOf('\nb')]), ['Passage {n}:', 'A\n\nb.']);
  t.deepEqual(found(text), ['Passage {n}:', 'A\n\nb.\n\nNow answer.']);
});

const HEAD = 'aaaaaaaa';
const CHAIN = [`{"${HEAD}": "bbbbbbbb"}.`, '{"bbbbbbbb": "Where is it?"}.'] as const;
const sample = (context: string, more: object = {}) => ({
  ...{ input: 'Where is it?', answers: ['there'], distractor_context: context },
  chain_head_with_question: HEAD,
  ...more,
});
const contextOf = (first: string, second: string): string =>
  `Passage 1:\nA\nIt is here. ${first} It costs 3.5 in the U.S. today.\n\nPassage 2:\nB\n${second} End.`;

const judged = (record: object, maxSeqLength?: number) => {
  const { broken, differences } = examineForeign(record as never, {
    tokenizer: words,
    foreign: { maxSeqLength, tokensToGenerate: 10 },
  });
  return {
    broken: broken.map(({ kind }) => kind),
    differences: differences.map(({ check }) => check),
  };
};

test('a sound sample is neither broken nor different', t => {
  t.deepEqual(judged(sample(contextOf(...CHAIN)), 4096), { broken: [], differences: [] });
});

test('each way to be broken is told from the others', t => {
  const [first, second] = CHAIN;
  const sound = contextOf(first, second);
  const is = (record: object, ...broken: string[]): boolean =>
    t.deepEqual(judged(record).broken, broken);
  t.deepEqual(judged(sample(sound), 20).broken, ['over_budget']);
  is(sample(contextOf(first, '{"bbbbbbbb": "Where is "it"?"}.')), 'lost_chains', 'invalid_pairs');
  is(sample(`${sound} {"cccccccc": "What "now"?"}.`), 'invalid_pairs');
  is(sample(contextOf(first, '')), 'lost_chains');
  is(sample(sound, { chain_head_with_question: 'cccccccc' }), 'lost_chains');
  is(sample(sound, { input: 'Something else?' }), 'lost_chains');
  is(sample(sound.replace('3.5', `3. {"cccccccc": "Who?"}.5`)), 'pairs_in_words');
  is(sample(sound.replace('U.S.', `U. {"cccccccc": "Who?"}.S.`)), 'pairs_in_words');
});

test('what others do otherwise is a difference and breaks nothing', t => {
  const sound = contextOf(...CHAIN);
  const is = (record: object, ...differences: string[]): boolean =>
    t.deepEqual(judged(record, 4096), { broken: [], differences });
  is(sample(sound.replace('U.S.', 'U.S. {"cccccccc": "Who?"}.')), 'insertion');
  is(sample(sound.replace('Passage 2:\n', 'Passage 2:\n{"cccccccc": "Who?"}.')), 'pairs');
  is(sample(sound, { input: 'where is it' }), 'chain');
  is(sample(`${sound} {"cccccccc": "WHERE is it"}.`), 'chain');
  is(sample(sound.replace('End', 'Where is it? End')), 'leak');
  const context = contextOf('', '').replaceAll('  ', ' ');
  is(sample(sound, { context, length: words.count(context) + 10 }), 'length');
});

test('a row names its head and its context in its prompt alone, whatever the words are', t => {
  const context = contextOf(...CHAIN);
  const { head, question, ...view } = viewForeign(
    foreignRecord({
      prompt: [{ role: 'user', content: `Begin at ${HEAD}.\n\n${context}\n\nWhat does it say?` }],
      reward_model: { ground_truth: 'there' },
    }),
  );
  t.deepEqual([head, question, view.context], [HEAD, 'Where is it?', context]);
  t.deepEqual(view.around, { before: `Begin at ${HEAD}.\n\n`, after: '\n\nWhat does it say?' });
  t.deepEqual(view.record.answers, ['there']);
  t.deepEqual(
    judged({ prompt: [{ role: 'user', content: `${context}\n\nWhat?` }], solution: 'x' }).broken,
    ['lost_chains'],
  );
});

test('records of others are told from ours, and from what is no sample', t => {
  const ours = anySample(1);
  const { meta: _, ...stripped } = ours;
  t.deepEqual([ours, stripped, { ...stripped, meta: null }].map(isForeignSample), [
    false,
    true,
    true,
  ]);
  const row = { prompt: [{ role: 'user', content: 'x' }], reward_model: { ground_truth: 'y' } };
  t.deepEqual([row, { ...row, meta: {} }, { prompt: 'x' }, null].map(isForeignRow), [
    ...[true, false, false, false],
  ]);
  t.false(isForeignSample(row));
  t.false(isForeignSample({ question: 'q', answers: [], passages: [] }));
  const squad = { question: 'q', context: 'c', answers: { text: ['a'] } };
  t.false(isForeignSample(squad));
});

test('a budget is read from the name of a file or its folder', t => {
  t.is(namedBudget('a/validation-num_sample_10-max_seq_16384-distractor.jsonl'), 16384);
  t.is(namedBudget('rl/hotpotqa_start_idx0_end_idx2500_seq8192/train.parquet'), 8192);
  t.is(namedBudget('seq4096/deep/train.parquet'), undefined);
  t.is(namedBudget('sequences.jsonl'), undefined);
});

test('among samples of ours, one without meta has lost it', async t => {
  const { meta: _, ...stripped } = anySample(2);
  const report = await verifyFile(Readable.from([anySample(1), stripped]), {});
  t.is(report.foreign, null);
  t.true(report.findings.some(({ line, check }) => line === 2 && check === 'shape'));
});

test('the report says what is broken, and that what differs is no failure', async t => {
  const records = [
    sample(contextOf(...CHAIN)),
    sample(contextOf(CHAIN[0], '')),
    sample(contextOf(...CHAIN).replace('U.S.', 'U.S. {"cccccccc": "Who?"}.')),
  ];
  const report: FileReport = await verifyFile(Readable.from(records), {});
  t.like(report, { ok: false, samples: 3, failed: 1 });
  t.like(report.foreign, { samples: 3, broken: 1, differing: 1, differences: { insertion: 1 } });
  const text = renderReport([report]);
  t.regex(
    text,
    /-: 3 samples without meta: 1 broken \(1 chains that cannot be followed\), 1 differ/,
  );
  t.regex(text, /no failure \(insertion 1\)\n {2}differs: line 3: insertion: .*abbreviation/);
  t.regex(text, /whether 3 samples keep their budget: nothing names it; give --max-seq-length/);
  const math = { prompt: [{ role: 'user', content: 'What is 2 + 2?' }], solution: '4' };
  const { notChecked } = await verifyFile(Readable.from([math]), {});
  t.regex(notChecked.join('\n'), /pairs of 1 samples in which no passages are found/);
  const fine = await verifyFile(Readable.from([records[0]!, records[2]!]), {});
  t.like(fine, { ok: true, failed: 0 });
});
