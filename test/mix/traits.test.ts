import test from 'ava';
import type { Example } from '../../lib/export/example.js';
import { traitsOf, unwanted } from '../../lib/mix/traits.js';

const traits = { 'pass-rate': 0.5, tokens: 100, hops: 4, 'question-hops': undefined };

test('bounds are included; what is not known is not wanted', t => {
  t.is(unwanted(traits, {}), undefined);
  t.is(unwanted(traits, { tokens: { min: 100, max: 100 }, 'pass-rate': { max: 0.5 } }), undefined);
  t.is(unwanted(traits, { tokens: { min: 101 } }), 'tokens below 101');
  t.is(unwanted(traits, { 'pass-rate': { max: 0.4 } }), 'pass-rate above 0.4');
  t.is(unwanted(traits, { 'question-hops': { min: 1 } }), 'question-hops not known');
});

test('hops of chains and those of questions are two things', t => {
  const of = (record: object) =>
    traitsOf({ record, passRate: undefined, promptTokens: 9 } as unknown as Example);
  t.like(of({ meta: { hops: 4, question_id: '3hop1__1_2_3' } }), { hops: 4, 'question-hops': 3 });
  t.like(of({ meta: { hops: 0, question_id: 'abc' } }), {
    hops: undefined,
    'question-hops': undefined,
  });
  t.like(of({ question_hops: 2, meta: null }), { 'question-hops': 2, tokens: 9 });
});
