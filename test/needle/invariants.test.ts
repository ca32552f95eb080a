import test from 'ava';
import fc from 'fast-check';
import type { NeedleOptions } from '../../lib/needle/options.js';
import { VALUE_KINDS } from '../../lib/needle/values.js';
import { ADJECTIVES, NOUNS } from '../../lib/needle/words.js';
import type { Question } from '../../lib/records/question.js';
import type { Sample } from '../../lib/records/sample.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { namesOf } from '../../lib/values/registry.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { dataset, plainChanges } from '../fill/arbitrary.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { cl100k, erratic, TOKENIZERS } from '../fill/tokenizers.js';
import { madePassage, madeQuestions } from '../support/questions.js';
import { textsOf } from '../support/texts.js';
import { words } from '../support/tokenizer.js';
import { makeNeedles } from './make-needles.js';
import { breaches, promptOf } from './reader.js';

const KINDS = namesOf(VALUE_KINDS);

const needles: fc.Arbitrary<NeedleOptions> = fc
  .record({
    keys: fc.integer({ min: 1, max: 12 }),
    values: fc.integer({ min: 1, max: 4 }),
    queries: fc.integer({ min: 1, max: 12 }),
    value: fc.constantFrom(...KINDS),
  })
  .map(each => ({ ...each, queries: Math.min(each.queries, each.keys) }));

/** What reads as a needle, in a text. */
const traps = fc.constantFrom(
  'The secret value of amber-lantern is 1234567.',
  'He knew the SECRET\nvalues of it.',
  ...ADJECTIVES.slice(0, 40).map(each => `A ${each}-${NOUNS[0]!} stood there.`),
);

const read = (
  sample: Sample,
  { value: kind, ...asked }: NeedleOptions,
  tokenizer: Tokenizer,
  corpus?: ReturnType<typeof memoryCorpus>,
): string[] => {
  const passage = (id: string) => corpus?.passageById(id);
  const known = {
    ...asked,
    kind,
    count: (text: string) => tokenizer.count(text),
    ...(corpus && { passage }),
  };
  return breaches(sample, known);
};

test('no sample breaks an invariant, whatever the texts, the needles and the options', t => {
  const tokenizers = fc.constantFrom(...TOKENIZERS, erratic);
  const trapped = fc.tuple(dataset, fc.array(traps, { maxLength: 3 })).map(([questions, each]) =>
    questions.map((question, i): Question => {
      const text = each[i];
      const trap = { title: `Trap ${i}`, text: `${text} It is old.`, supporting: false };
      return text === undefined
        ? question
        : { ...question, passages: [...question.passages, trap] };
    }),
  );
  let made = 0;
  fc.assert(
    fc.property(
      trapped,
      needles,
      plainChanges,
      tokenizers,
      (questions, asked, given, tokenizer) => {
        const corpus = memoryCorpus(questions, tokenizer);
        const { distractQuestions: _, template: __, ...changes } = given;
        const { samples } = makeNeedles(corpus, tokenizer, asked, { ...changes, count: 2 });
        for (const sample of samples) {
          made++;
          const found = read(sample, asked, tokenizer, corpus);
          if (found.length > 0) throw new Error(`${found.join('; ')}\n${promptOf(sample)}`);
          const sources = { tokenizer, corpus: textsOf(corpus) };
          t.deepEqual(checkSample(sample, sources), [], promptOf(sample));
        }
      },
    ),
    { numRuns: 100 },
  );
  t.true(made > 100, `${made} samples`);
});

for (const [name, asked] of Object.entries({
  'one needle': { keys: 1, values: 1, queries: 1 },
  'many keys': { keys: 20, values: 1, queries: 1 },
  'many values': { keys: 1, values: 20, queries: 1 },
  'many queries': { keys: 8, values: 2, queries: 4 },
})) {
  test(`at least 98 % of the budget is used: ${name}`, t => {
    const corpus = memoryCorpus(madeQuestions(400), cl100k);
    for (const value of KINDS) {
      const options = { ...asked, value };
      const { samples } = makeNeedles(corpus, cl100k, options, { maxSeqLength: [4096], count: 5 });
      t.is(samples.length, 5);
      for (const sample of samples) {
        t.deepEqual(read(sample, options, cl100k, corpus), []);
        t.true(sample.length >= 0.98 * 4096, `${sample.length}`);
        t.false(sample.meta.warnings.corpus_too_small);
      }
    }
  });
}

const ASKED = { keys: 4, values: 2, queries: 2, value: 'numbers' } as const;
const corpus = memoryCorpus(madeQuestions(60), words);

test('a sample does not depend on what was made before it, and each task is another', t => {
  const lengths = { maxSeqLength: [1200, 2000] };
  const all = makeNeedles(corpus, words, ASKED, { ...lengths, count: 4 }).samples;
  const [alone] = makeNeedles(corpus, words, ASKED, { maxSeqLength: [2000], first: 3 }).samples;
  t.deepEqual({ ...alone!, index: 3 }, all.at(-1)!);
  t.is(new Set(all.map(({ input }) => input)).size, all.length);
  t.deepEqual(
    all.slice(0, 3).map(({ id }) => id),
    ['needle/0/1200', 'needle/0/2000', 'needle/1/1200'],
  );
});

test('another seed gives other needles, the same seed the same', t => {
  const make = (randomSeed: number) => makeNeedles(corpus, words, ASKED, { randomSeed }).samples;
  t.deepEqual(make(1), make(1));
  t.notDeepEqual(make(1)[0]!.answers, make(2)[0]!.answers);
});

test('needles stand where the placement says', t => {
  const places = (placement: 'start' | 'end' | 'spread' | 'gaussian'): number[] =>
    makeNeedles(corpus, words, ASKED, { placement, maxSeqLength: [2000] }).samples.flatMap(
      ({ context = '', meta }) => meta.needles!.map(({ at }) => at / context.length),
    );
  t.true(
    places('start').every(at => at < 0.4),
    `${places('start')}`,
  );
  t.true(
    places('end').every(at => at > 0.6),
    `${places('end')}`,
  );
  const gaps = places('spread').map((at, i, all) => at - (all[i - 1] ?? 0));
  t.true(
    gaps.every(gap => gap > 0.03 && gap < 0.25),
    `${gaps}`,
  );
});

test('a passage that has a key or a value, in any case, is not drawn', t => {
  const [sample] = makeNeedles(corpus, words, ASKED).samples;
  const { key, value } = sample!.meta.needles![0]!;
  for (const told of [key, key.toUpperCase(), value, `1${value}0`]) {
    const question = madeQuestions(60);
    const traps = Array.from({ length: 40 }, (_, i) => ({
      ...madePassage(1000 + i),
      text: `It is called ${told}, number ${i}. It is old.`,
      sentences: [],
    }));
    question[0]!.passages.push(...traps);
    const own = memoryCorpus(question, words);
    const { samples } = makeNeedles(own, words, ASKED);
    t.deepEqual(read(samples[0]!, ASKED, words, own), []);
    t.deepEqual(
      samples[0]!.meta.needles!.map(each => each.key).sort(),
      sample!.meta.needles!.map(each => each.key).sort(),
    );
  }
});

test('what does not fit makes a reject', t => {
  const many = { ...ASKED, keys: 60 };
  t.deepEqual(makeNeedles(corpus, words, many, { maxSeqLength: [600] }).rejects, [
    'BUDGET_TOO_SMALL',
  ]);
  const lone = madeQuestions(1);
  lone[0]!.passages = [{ title: '', text: 'It has no second sentence', supporting: false }];
  const alone = memoryCorpus(lone, words);
  t.deepEqual(makeNeedles(alone, words, ASKED).rejects, ['NO_INSERTION_POINT']);
});
