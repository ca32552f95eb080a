import test from 'ava';
import { filter } from '../../lib/filter/filter.js';
import { level } from '../../lib/filter/rules/level.js';
import { failingFromThird, idsOf, type WithId } from '../support/records.js';
import { testLifeCycle } from '../support/stage-life.js';

const input = (n: number) => ({ id: `q${n}`, level: 'hard' });

testLifeCycle<WithId, WithId>(test, 'filter', {
  make: () => filter([level(['hard'])]),
  input,
  output: n => `q${n}`,
  known: idsOf,
  failing: failingFromThird(input, 'level'),
});
