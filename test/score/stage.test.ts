import test from 'ava';
import { score } from '../../lib/score/score.js';
import { failingFromThird, idsOf, type WithId } from '../support/records.js';
import { testLifeCycle } from '../support/stage-life.js';

const input = (n: number) => ({ id: `q${n}`, answers: ['a'], predictions: ['The answer is a.'] });

testLifeCycle<WithId, WithId>(test, 'score', {
  make: () => score({ rule: 'answer-is' }),
  input,
  output: n => `q${n}`,
  known: idsOf,
  failing: failingFromThird(input, 'answers'),
});
