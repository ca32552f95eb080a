import test from 'ava';
import fc from 'fast-check';
import { scorePrediction } from '../../lib/score/prediction.js';

const judged = (text: string, answers = ['B']) => scorePrediction(text, answers, 'choice');

const FOUND: Record<string, string> = {
  'The answer is B': 'B',
  'the answer is (B)': 'B',
  'The answer is B.': 'B',
  'The answer is b) Rome': 'B',
  'The answer is: B: Rome': 'B',
  'The answer is **A**.': 'A',
  'The answer is **(A)** Rome': 'A',
  'The answer is option C.': 'C',
  'The answer is (D) because (A) is wrong': 'D',
  'The answer is A because it is': 'A',
  'The answer is A, since a year is long': 'A',
  'First the answer is A. No: the answer is C': 'C',
  '\\boxed{B}': 'B',
  '\\boxed{ (b) }': 'B',
  '\\boxed{\\text{C}}': 'C',
  '\\boxed{\\textbf{(C)}}': 'C',
  '\\boxed{\\mathrm{C.}}': 'C',
  '\\boxed{$E$}': 'E',
  '\\boxed{B. Rome}': 'B',
  'The answer is A. \\boxed{B}': 'B',
  '\\boxed{A} or rather \\boxed{D}': 'D',
  // Nothing is chosen.
  B: '',
  'The answer is Rome': '',
  'The answer is a good one': '',
  'The answer is I do not know': '',
  "The answer is it's 5": '',
  'The answer is the U.S. one': '',
  'The answer is A or B': '',
  'The answer is (A) and (B)': '',
  'The answer is A/B': '',
  '\\boxed{A, B}': '',
  '\\boxed{42}': '',
  '\\boxed{}': '',
  '\\boxed{Ä}': '',
  'The answer is': '',
  '': '',
};

for (const [text, letter] of Object.entries(FOUND)) {
  test(`choice: ${JSON.stringify(text)} chooses ${letter || 'nothing'}`, t => {
    const { extracted, correct } = judged(text, [letter || 'A']);
    t.is(extracted, letter);
    t.is(correct, letter === '' ? 0 : 1);
  });
}

const LETTERS = [...'ABCDEFGHIJ'];
const letter = fc.constantFrom(...LETTERS);
const FORMS = [
  '#',
  '(#)',
  '#.',
  '#)',
  '[#]',
  '**#**',
  '\\text{#}',
  '$#$',
  ' # ',
  '(#) Rome',
  '#: x2',
];
const put = (form: string, value: string): string => form.replace('#', () => value);
const form = fc.constantFrom(...FORMS);

test('a choice is right if it is the letter, however the two are written', t => {
  const said = fc.constantFrom('\\boxed{#}', 'So the answer is #', 'The Answer Is **#**.');
  fc.assert(
    fc.property(letter, letter, form, form, said, fc.boolean(), (a, b, as, stored, how, lower) => {
      const text = put(how, put(as, lower ? a.toLowerCase() : a));
      const { extracted, em, correct } = judged(text, [put(stored, b)]);
      t.is(extracted, a, text);
      t.is(em, Number(a === b));
      t.is(correct, em);
    }),
  );
});

test('whatever is said, one letter is found or none; an answer without one makes nothing right', t => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      t.regex(judged(`The answer is ${text}`).extracted, /^[A-Z]?$/);
      t.is(judged(text, ['Rome']).correct, 0);
      t.is(judged(`\\boxed{${text}}`, ['Rome']).correct, 0);
    }),
  );
});
