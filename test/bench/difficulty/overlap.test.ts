import test from 'ava';
import {
  holdsAnswer,
  pickPassage,
  pickQuestion,
  withWords,
  wordsOf,
} from '../../../bench/difficulty/overlap.js';

const TEXTS = [
  'Benby\nBenby is the seat of the region Travmarken.',
  'Travmarken\nThe region of Travmarken belongs to Fårsmark.',
  'Cernys\nThe ferry of Cernys sank in 1970.',
];
const passages = withWords(TEXTS.map((text, i) => ({ text, at: 100 * i })));

test('words are of four letters or digits and more, without case, each once', t => {
  t.deepEqual(
    [...wordsOf('The Fårsmark of 1970, or fårsmark: a ferry?')],
    ['fårsmark', '1970', 'ferry'],
  );
  t.is(wordsOf('').size, 0);
});

test('the passage with the most words of the question is picked, the first of several', t => {
  const textOf = (question: string) => pickPassage(question, passages)?.passage.text;
  t.is(textOf('When did the ferry of Cernys sink?'), TEXTS[2]);
  t.is(textOf('What belongs to the region Travmarken?'), TEXTS[1]);
  t.is(textOf('The region of Travmarken?'), TEXTS[0]);
  t.is(textOf('Of what?'), TEXTS[0], 'no word is in common');
  t.is(pickPassage('Anything at all?', []), undefined);
});

test('of several questions, that of which the largest share stands in a passage', t => {
  const questions = [
    'Which region around which enormous volcano belongs to whom?',
    'When did that ferry of Cernys sink?',
  ];
  t.like(pickQuestion(questions, passages), { question: questions[1], share: 2 / 5 });
  t.is(pickQuestion([], passages), undefined);
});

test('an answer is found whatever its case, and any of several will do', t => {
  t.true(holdsAnswer(passages[1]!, ['nobody', 'fårsmark']));
  t.false(holdsAnswer(passages[1]!, ['Benby']));
});
