import test from 'ava';
import type { Sample, SampleMeta } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { isNeedleFormat, scanNeedles } from '../../lib/verify/view/scan-needles.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { makeNeedles } from '../needle/make-needles.js';
import { madeQuestions } from '../support/questions.js';
import { textsOf } from '../support/texts.js';
import { words } from '../support/tokenizer.js';

const corpus = memoryCorpus(madeQuestions(60), words);
const OPTIONS = { keys: 3, values: 2, queries: 2, value: 'numbers' } as const;
const [sample] = makeNeedles(corpus, words, OPTIONS, { maxSeqLength: [1200] }).samples;

/** What is found in a sample, its tokens apart: what was done to it may have changed them. */
const findings = (changed: Sample): string[] =>
  checkSample(changed, { tokenizer: words, corpus: textsOf(corpus) })
    .filter(({ check }) => check !== 'length')
    .map(({ check, message }) => `${check}: ${message}`);

const withMeta = (meta: Partial<SampleMeta>): Sample => ({
  ...sample!,
  meta: { ...sample!.meta, ...meta },
});
const withContext = (change: (context: string) => string): Sample => ({
  ...sample!,
  context: change(sample!.context!),
});

const { needles: all = [], asked = [], needle_format: format = '' } = sample!.meta;
const [first] = all;
const told = (key: string, value: string): string =>
  format.replace('{key}', key).replace('{value}', value);
const sentence = told(first!.key, first!.value);
const unasked = all.find(({ key }) => !asked.includes(key))!;

test('a sample as it was made has nothing wrong', t => {
  t.deepEqual(findings(sample!), []);
});

const DAMAGED: Record<string, [damaged: Sample, message: RegExp]> = {
  'a needle is gone': [
    withContext(context => context.replace(sentence, '')),
    /needles: the context tells 5 values, meta.needles has 6/,
  ],
  'a needle more': [
    withContext(context => context.replace(sentence, `${sentence} ${told('a-b', '7654321')}`)),
    /needles: 4 keys have a value, not 3/,
  ],
  'a value twice': [
    withContext(context => context.replace(all[1]!.value, first!.value)),
    new RegExp(`needles: the value ${first!.value} is told twice`),
  ],
  'a value of another key': [
    withContext(context => context.replace(sentence, told('red-fox', first!.value))),
    /needles: the key red-fox has 1 values, not 2/,
  ],
  'a value elsewhere': [
    withContext(context => context.replace('The first fact', `The ${first!.value} fact`)),
    new RegExp(`needles: ${first!.value} stands in the context outside its needle, too`),
  ],
  'a key elsewhere, in another case': [
    withContext(context => context.replace('The first', `The ${first!.key.toUpperCase()}`)),
    new RegExp(`needles: ${first!.key} stands in the context outside its needle`),
  ],
  'a needle inside a sentence': [
    withContext(context => {
      const without = context.replace(` ${sentence}`, '').replace(`${sentence}\n`, '');
      return without.replace(' fact of', ` ${sentence} fact of`);
    }),
    new RegExp(`insertion: the needle of ${first!.key} stands`),
  ],
  'a needle is glued': [
    withContext(context => context.replace(sentence, `x${sentence}`)),
    /needles: no blank or line feed on both sides/,
  ],
  'another place than it says': [
    withMeta({ needles: [{ ...first!, at: first!.at + 1 }, ...all.slice(1)] }),
    /needles: meta.needles\[0\] is .* the context has/,
  ],
  'the answers lack one': [
    { ...sample!, answers: sample!.answers.slice(1) },
    /needles: answers are not all values of the keys/,
  ],
  'the question names another key': [
    { ...sample!, input: `${sample!.input} ${unasked.key}` },
    new RegExp(`needles: input names ${unasked.key} 1 times, not 0`),
  ],
  'the question lacks a key': [
    { ...sample!, input: sample!.input.replace(asked[0]!, 'it') },
    new RegExp(`needles: input names ${asked[0]} 0 times, not 1`),
  ],
  'a key is asked for that there is not': [
    withMeta({ asked: ['red-fox', asked[1]!] }),
    /needles: red-fox is asked for, and has no value/,
  ],
  'a key is asked for twice': [withMeta({ asked: [asked[0]!, asked[0]!] }), /is asked for twice/],
  'other numbers': [withMeta({ values: 3 }), /needles: the key .* has 2 values, not 3/],
  'fewer queries': [withMeta({ queries: 1 }), /needles: 2 keys are asked for, not 1/],
  'values of another kind': [withMeta({ value_kind: 'uuid' }), /is none of the kind uuid/],
  'values of no kind': [withMeta({ value_kind: 'dates' }), /value_kind is dates, which is none of/],
  'a passage that supports': [
    withMeta({ passages: sample!.meta.passages.map(each => ({ ...each, supporting: true })) }),
    /needles: passage \w+ supports the answer/,
  ],
  'no format': [
    withMeta({ needle_format: 'It is {value}.' }),
    /shape: meta.needle_format is missing/,
  ],
  'a needle of no shape': [
    withMeta({ needles: [{ key: 'a', value: 'b', at: -1 }] }),
    /shape: meta.needles is missing or has the wrong type/,
  ],
  'a passage that reads otherwise': [
    withContext(context => context.replace('The first fact', 'The last fact')),
    /passages: passage \d+ .* does not read as in the dataset/,
  ],
};

for (const [what, [damaged, message]] of Object.entries(DAMAGED)) {
  test(`it is found that ${what}`, t => {
    t.regex(findings(damaged).join('\n'), message);
  });
}

test('needles are found by their format, whatever signs it has', t => {
  const pairs = (context: string, format: string) =>
    scanNeedles(context, format).map(({ pair, offset }) => [...pair!, offset]);
  t.deepEqual(pairs('It. [a] is (1)? [b] is (2)? Or.', '[{key}] is ({value})?'), [
    ['a', '1', 4],
    ['b', '2', 5],
  ]);
  t.deepEqual(pairs('1 is of a.', '{value} is of {key}.'), [['a', '1', 0]]);
  t.deepEqual(pairs('a is 1.5.', '{key} is {value}.'), [['a', '1.5', 0]]);
  t.true(isNeedleFormat('{key} is {value}.'));
  for (const format of ['', '{key}', '{key} {key} {value}']) t.false(isNeedleFormat(format));
});
