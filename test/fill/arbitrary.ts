import fc from 'fast-check';
import { PLACEMENTS } from '../../lib/fill/placements/registry.js';
import type { Question, QuestionPassage } from '../../lib/records/question.js';
import { HOP_ORDERS, SHAPES } from '../../lib/records/sample.js';
import { namesOf } from '../../lib/values/registry.js';
import type { Changes } from './make-samples.js';

/** Words that are hard on whoever looks for sentences, pairs, numbers or placeholders. */
const WORDS = [
  'the river runs',
  'past Avon',
  'U.S. Army',
  'J. R. R. Stone',
  'Dr. No',
  'Acme Co. KG',
  '3.5 million',
  'Café Äther',
  '東京',
  '🙂',
  '“quoted”',
  'a "plain" word',
  '{"',
  '{context}',
  '$& $1',
  'back\\slash',
  'tab\there',
  'one\u00a0space',
  '{"0f8fad5b-d9cb-469f-a165-70867728950e": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}.',
  '{ "abc" :"a\\',
  '\nDocument 3:\nOf Avon',
  '\n  Passage 2: of it',
  '\n[1] of it',
];

const words = (min: number, max: number) =>
  fc.array(fc.constantFrom(...WORDS), { minLength: min, maxLength: max }).map(w => w.join(' '));

const sentence = fc
  .tuple(words(1, 4), fc.constantFrom('.', '?', '!', '."', ''))
  .map(([body, end]) => `It says ${body}${end}`);

/** A passage with its sentences, glued as badly as datasets do it. */
const passage: fc.Arbitrary<QuestionPassage> = fc
  .record({
    title: fc.constantFrom(
      'Avon',
      'Bath (U.S.)',
      'The "Mill"',
      'Rye\nTown',
      '',
      ' \t',
      'Old Mill',
      'Old  Mill',
      'Document 2:',
      'Passage 12:',
      '東京',
    ),
    sentences: fc.array(sentence, { maxLength: 5 }),
    glue: fc.constantFrom(' ', ' ', ' ', '', '  ', '\n'),
    marked: fc.boolean(),
    supporting: fc.boolean(),
  })
  .map(({ title, sentences, glue, marked, supporting }) => ({
    title,
    text: sentences.join(glue),
    supporting,
    ...(marked && { sentences }),
  }));

const questionText = fc
  .tuple(
    fc.constantFrom('Who is', 'Where {"is"', 'WHO IS', 'What\nis'),
    words(1, 2),
    fc.constantFrom('?', '?', ' ?', '', ' …"'),
  )
  .map(([start, rest, end]) => `${start} ${rest}${end}`);

/** A dataset of a few questions; passages, titles and questions repeat, and questions leak. */
export const dataset: fc.Arbitrary<Question[]> = fc
  .array(
    fc.record({
      question: questionText,
      passages: fc.array(passage, { minLength: 1, maxLength: 5 }),
      leaksInto: fc.option(fc.nat(9), { freq: 4 }),
      repeats: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map(drafts =>
    drafts.map(({ question, passages, leaksInto, repeats }, i): Question => {
      const own = passages.map(each => ({ ...each }));
      own[0]!.supporting = true;
      const leak = own[leaksInto ?? -1];
      if (leak) {
        leak.text = `He asked: ${question.toUpperCase().replace(' ', '\n ')} Nobody knew.`;
        delete leak.sentences;
      }
      if (repeats) own.push({ ...own[0]!, supporting: false });
      return {
        id: `q${i}`,
        dataset: i % 2 === 0 ? 'made' : 'squad',
        question,
        answers: ['Bath'],
        passages: own,
        answerable: true,
      };
    }),
  );

const chains = {
  chains: fc.integer({ min: 1, max: 5 }).map(fixed => ({ fixed })),
  hops: fc.integer({ min: 1, max: 4 }),
  keyFormat: fc.constantFrom('uuid', 'hex8', 'hex3', 'nano5', 'letters4', 'default_18'),
  shape: fc.constantFrom(...SHAPES),
  branching: fc.integer({ min: 2, max: 3 }),
  hopOrder: fc.constantFrom(...HOP_ORDERS),
};

const common = {
  maxSeqLength: fc.integer({ min: 40, max: 1500 }).map(length => [length]),
  randomSeed: fc.nat(),
  tokensToGenerate: fc.constantFrom(0, 7),
  removeNewlineTab: fc.boolean(),
  placement: fc.constantFrom(...namesOf(PLACEMENTS)),
  passageFormat: fc.constantFrom(
    'Document {i}:\n{title}\n{text}',
    'Passage {n}:\n{title}\n{text}',
    '[{n}] {title}: {text} (end of {i})',
    '{title}\n{text}',
  ),
};

export const plainChanges: fc.Arbitrary<Changes> = fc.record({
  ...common,
  template: fc.constantFrom('{context}', 'Read.\n{context}\n\n{question}', '{question} {context}!'),
  distractQuestions: fc.constantFrom(0, 3),
});

export const chainChanges: fc.Arbitrary<Changes> = fc.record({
  ...common,
  template: fc.constantFrom(
    'Read.\n{context}\n\nFrom "{chain_head}".',
    '{chain_head}{context}',
    '{context}\n{chain_head}: which question?',
  ),
  keepContext: fc.boolean(),
  ...chains,
});
