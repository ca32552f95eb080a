import test from 'ava';
import fc from 'fast-check';
import { DATASETS } from '../../../lib/datasets/registry.js';
import { parseText } from '../fixtures.js';

const record = (sentences: string[][], more: object = {}) => ({
  _id: 'q',
  question: 'Where?',
  answer: 'here',
  supporting_facts: [['T0', 0]],
  context: sentences.map((each, i) => [`T${i}`, each]),
  ...more,
});
const NAMED = ['hotpotqa', '2wikimqa'] as const;
const textsOf = (raw: unknown, format: (typeof NAMED)[number]): string[] =>
  DATASETS[format].read(raw).passages.map(({ text }) => text);

const words = fc
  .array(fc.constantFrom('Harnby', 'is', 'a', 'town', 'U.S.', '“x”', '日本'), { minLength: 1 })
  .map(all => `${all.join(' ')}.`);
const passages = fc.array(fc.array(words, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
const filled = passages.filter(([first = []]) => first.length > 0);

test('sentences without blanks are joined by one, whatever dataset they are said to be of', t => {
  fc.assert(
    fc.property(filled, fc.constantFrom(...NAMED), (sentences, format) => {
      t.deepEqual(
        textsOf(record(sentences), format),
        sentences.map(each => each.join(' ')),
      );
    }),
  );
});

test('sentences with blanks of their own are put together as they are', t => {
  const before = (each: string[]) => each.map((text, i) => (i === 0 ? text : ` ${text}`));
  const behind = (each: string[]) =>
    each.map((text, i) => (i + 1 < each.length ? `${text}\n` : text));
  fc.assert(
    fc.property(
      filled,
      fc.constantFrom(...NAMED),
      fc.constantFrom(before, behind),
      (sentences, format, carry) => {
        const raw = record(sentences.map(carry));
        t.deepEqual(
          textsOf(raw, format),
          sentences.map(each => carry(each).join('')),
        );
      },
    ),
  );
});

test('where most seams have a blank, one that has none is the dataset’s own', t => {
  const quoted = ['He called it "', 'Harnby".', ' It lies', ' on a river.'];
  for (const format of NAMED) {
    t.is(textsOf(record([quoted]), format)[0], 'He called it "Harnby". It lies on a river.');
  }
});

test('where it is as often so as not, nothing is glued and no blank is doubled', t => {
  for (const format of NAMED) {
    t.is(textsOf(record([['One.', ' Two.', 'Three.']]), format)[0], 'One. Two. Three.');
  }
});

test('empty sentences are none', t => {
  for (const format of NAMED) {
    t.is(textsOf(record([['', 'One.', '', 'Two.', '']]), format)[0], 'One. Two.');
  }
});

const TOLD: [what: string, more: object, blanks: boolean, format: string][] = [
  ['evidences', { evidences: [['a', 'b', 'c']] }, true, '2wikimqa'],
  ['evidences in columns', { evidences: { fact: ['a'], relation: ['b'] } }, true, '2wikimqa'],
  ['evidences_id', { evidences_id: [['Q1', 'P1', 'Q2']] }, true, '2wikimqa'],
  ['entity_ids', { entity_ids: 'Q1_Q2' }, true, '2wikimqa'],
  ['the type compositional', { type: 'compositional' }, true, '2wikimqa'],
  ['the type inference', { type: 'inference' }, true, '2wikimqa'],
  ['the type bridge_comparison', { type: 'bridge_comparison' }, true, '2wikimqa'],
  ['the type bridge', { type: 'bridge' }, false, 'hotpotqa'],
  ['a level', { type: 'comparison', level: 'hard' }, false, 'hotpotqa'],
  ['a level beside nothing of 2Wiki', { level: 'easy', evidences: [] }, false, 'hotpotqa'],
  ['nothing but blanks', { type: 'comparison' }, true, 'hotpotqa'],
  ['nothing but no blanks', { type: 'comparison' }, false, '2wikimqa'],
  ['nothing but blanks, with empty columns', { evidences: null, entity_ids: '' }, true, 'hotpotqa'],
];

for (const [what, more, blanks, dataset] of TOLD) {
  test(`${what}: ${dataset}`, async t => {
    const sentences = blanks ? ['One.', ' Two.'] : ['One.', 'Two.'];
    const { questions } = await parseText(JSON.stringify([record([sentences], more)]));
    t.like(questions[0], { dataset });
    t.is(questions[0]!.passages[0]!.text, 'One. Two.');
  });
}

test('single sentences are HotpotQA’s, unless there are columns of 2Wiki', async t => {
  const told = async (more: object) =>
    (await parseText(JSON.stringify([record([['One.']], more)]))).questions[0]?.dataset;
  t.is(await told({}), 'hotpotqa');
  t.is(await told({ evidences: [] }), '2wikimqa');
});
