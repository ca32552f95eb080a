import test from 'ava';
import { type Flaw, flawOf } from '../../lib/score/judgeable.js';
import type { Scoring } from '../../lib/score/scoring.js';

const CASES: [answers: string[], flaw: Flaw | undefined, scoring?: Scoring][] = [
  [['Rome'], undefined],
  [['1984'], undefined],
  [['May'], undefined],
  [['Philip K. Dick'], undefined],
  [['J. R. R. Tolkien'], undefined],
  [[], 'empty'],
  [['?'], 'empty'],
  [['Rome', '...'], 'empty'],
  [['The'], 'empty', { rule: 'answer-is' }],
  [['4'], 'short'],
  [['12'], 'short'],
  [['no'], 'short'],
  [['Yes.'], 'short'],
  [['Abraham', 'Ab'], 'short'],
  // A covered exact match looks for the prediction in the answer, so short ones do no harm.
  [['no'], undefined, { rule: 'answer-is' }],
  [['no'], undefined, { rule: 'loongrl', metric: 'em' }],
  [['U.S.'], 'dotted'],
  [['A.P.J. Abdul Kalam'], 'dotted'],
  [['3 a.m.'], 'dotted'],
  [['U.S.', 'United States'], undefined],
  [['U.S.A.', 'USA'], undefined],
  // This rule drops full stops, so the two are the same.
  [['U.S.'], undefined, { rule: 'answer-is' }],
  // All are asked for: one that is not found is enough.
  [['1234567', 'amber-lantern'], undefined, { rule: 'all-of' }],
  [['Rome', 'U.S.S.R.'], 'dotted', { rule: 'all-of' }],
];

const TRAINER: Scoring = { rule: 'loongrl' };

for (const [answers, flaw, scoring = TRAINER] of CASES) {
  const { rule, metric = 'its own metric' } = scoring;
  test(`${JSON.stringify(answers)} under ${rule} by ${metric}: ${flaw ?? 'judgeable'}`, t => {
    t.is(flawOf(answers, scoring), flaw);
  });
}
