import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { scanPairs } from '../../lib/verify/view/scan.js';
import { rowOf } from '../../lib/view/row.js';
import { sampleView } from '../../lib/view/sample-view.js';
import { worldSamples } from './world-samples.js';

const view = (record: unknown) => sampleView(record, rowOf(record, { file: 0, row: 0 }));

const chained = await worldSamples(['keychain', '--max-seq-length', '2k', '--chains', '3']);
const trees = await worldSamples(['keychain', '--max-seq-length', '2k', '--shape', 'tree']);
const needles = await worldSamples(['needle', '--max-seq-length', '1k', '--keys', '4']);
const plain = await worldSamples(['synth', '--max-seq-length', '1k']);

test('the true chain is the one that the sample says, in order, and ends in the question', t => {
  for (const sample of [...chained, ...trees]) {
    const { chains, pairs, walk, question, head } = view(sample);
    const { meta, input, chain_head_with_question: first } = sample;
    const [own] = chains;
    t.true(own!.isTrue);
    t.deepEqual(
      own!.pairs.map(index => pairs[index]!.key),
      meta.chain_keys,
    );
    t.is(pairs[own!.pairs.at(-1)!]!.value, input);
    t.deepEqual([question, head], [input, first]);
    t.is(walk.length, meta.hops!);
    t.is(chains.length, sample.distract_questions!.length + 1);
    t.deepEqual(
      chains
        .slice(1)
        .map(({ end }) => end)
        .sort(),
      [...sample.distract_questions!].sort(),
    );
  }
});

test('every pair stands where it is said to stand, and belongs to a chain', t => {
  for (const sample of [...chained, ...trees]) {
    const { pairs, context } = view(sample);
    t.is(pairs.length, scanPairs(context, key => key.length === 36).length);
    for (const { start, end, key, value, chain } of pairs) {
      t.deepEqual(JSON.parse(context.slice(start, end)), { [key]: value });
      t.true(chain >= 0);
    }
  }
});

test('branches of a tree that lead nowhere are told apart', t => {
  for (const sample of trees) {
    const { pairs, chains } = view(sample);
    const onWay = new Set(chains.flatMap(({ pairs: own }) => own));
    t.true(pairs.some(({ isDecoy }) => isDecoy));
    for (const [index, { isDecoy = false }] of pairs.entries()) t.is(isDecoy, !onWay.has(index));
  }
});

test('passages are those that the sample lists: in order, apart, the supporting ones marked', t => {
  for (const sample of [...chained, ...plain]) {
    const { passages, context } = view(sample);
    t.deepEqual(
      passages.map(({ supporting }) => supporting),
      sample.meta.passages.map(({ supporting }) => supporting),
    );
    let at = 0;
    for (const [number, { start, end, title }] of passages.entries()) {
      t.true(start >= at && end > start);
      at = end;
      t.true(context.slice(start, end).startsWith(`Document ${number}:\n${title}\n`), title);
    }
  }
});

test('the prompt is the template filled with the context, as it is counted', t => {
  for (const sample of chained) {
    const { messages, context } = view(sample);
    t.deepEqual(
      messages.map(({ role }) => role),
      ['user'],
    );
    t.true(messages[0]!.text.includes(context));
    t.true(messages[0]!.text.includes(`starting from "${sample.chain_head_with_question}"`));
  }
});

test('needles are where they are told, and the one that is asked for is known', t => {
  for (const sample of needles) {
    const { needles: found, context } = view(sample);
    t.is(found!.length, sample.meta.needles!.length);
    t.deepEqual(
      found!.filter(({ asked }) => asked).map(({ key }) => key),
      sample.meta.asked,
    );
    for (const { start, end, key, value } of found!) {
      t.true(context.slice(start, end).includes(key) && context.slice(start, end).includes(value));
    }
  }
});

test('a sample that says nothing of how it was made is read from its texts', t => {
  for (const { meta: _, ...sample } of chained as Sample[]) {
    const { chains, row, passages } = view(sample);
    t.is(row.kind, 'foreign');
    t.is(chains.filter(({ isTrue }) => isTrue).length, 1);
    t.true(passages.length > 3);
  }
});

test('rollouts are judged, and what was found in them is told', t => {
  const [sample] = chained as [Sample];
  const [answer] = sample.answers as [string];
  const rollouts = [`So it is \\boxed{${answer}}`, 'It is \\boxed{Zzz}', 'I do not know'].map(
    text => ({ text, finish_reason: 'stop', reasoning_content: '' }),
  );
  const found = view({ ...sample, rollouts }).rollouts;
  t.deepEqual(
    found.map(({ isRight }) => isRight),
    [true, false, false],
  );
  t.deepEqual(
    found.map(({ extracted }) => extracted),
    [answer.toLowerCase(), 'zzz', ''],
  );
  t.true(found.every(({ why }) => why.length > 10));
});

test('what a line breaks is found without the dataset', t => {
  const [sample] = chained as [Sample];
  t.deepEqual(view(sample).findings, []);
  const broken = { ...sample, chain_head_with_question: 'nowhere' };
  t.true(view(broken).findings.some(({ check }) => check === 'chain'));
});

test('whatever a record is, it is shown: nothing of it is believed', t => {
  for (const record of [
    ...[
      null,
      1,
      'text',
      [],
      {},
      { meta: 1 },
      { meta: {}, context: 'x' },
      { input: 3, answers: {} },
    ],
    ...[
      { context: 'x', input: 'q', answers: ['a'] },
      { rollouts: [1, { text: 5 }], answers: 'x' },
    ],
    { prompt: [{ role: 'user', content: '' }], reward_model: {} },
    { ...chained[0], answers: null },
    { ...chained[0], meta: { ...chained[0]!.meta, passages: 'x' } },
  ]) {
    t.notThrows(() => JSON.stringify(view(record)), JSON.stringify(record)?.slice(0, 80));
  }
});
