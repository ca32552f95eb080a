import test from 'ava';
import fc from 'fast-check';
import { answerKind, wordsIn } from '../../../lib/export/hub/figures/answer-kind.js';
import {
  type Bins,
  BUDGET_USE,
  DEPTHS,
  PASSAGES,
  SMALL,
  WORDS,
} from '../../../lib/export/hub/figures/bins.js';
import { pairDepths, supportingDepths } from '../../../lib/export/hub/figures/depths.js';
import { gatherFigures } from '../../../lib/export/hub/figures/gather.js';
import { readTraits } from '../../../lib/export/hub/figures/traits.js';
import { readExample } from '../../../lib/export/read-example.js';
import { anySample } from '../../support/sample.js';

const ALL: Record<string, Bins> = { BUDGET_USE, DEPTHS, PASSAGES, SMALL, WORDS };

test('every number has a bin, and larger ones none before it', t => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.nat(10_000), (share, count) => {
      for (const [name, { of, labels }] of Object.entries(ALL)) {
        const isShare = name === 'DEPTHS' || name === 'BUDGET_USE';
        const [a, b] = isShare ? [share, share + 0.01] : [count, count + 1];
        t.true(of(a!) <= of(b!), name);
        t.truthy(labels[of(a!)], name);
      }
    }),
  );
});

test('numbers fall where labels say', t => {
  const label = ({ of, labels }: Bins, value: number): string => labels[of(value)]!;
  t.deepEqual(
    [0, 0.099, 0.1, 0.95, 1].map(depth => label(DEPTHS, depth)),
    [...['0-10 %', '0-10 %', '10-20 %', '90-100 %', '90-100 %']],
  );
  t.deepEqual(
    [0.2, 0.8999, 0.9, 0.985, 1].map(use => label(BUDGET_USE, use)),
    [...['< 90 %', '< 90 %', '90-91 %', '98-99 %', '99-100 %']],
  );
  t.deepEqual(
    [0, 1, 2, 3, 4, 127, 128, 1e6].map(count => label(PASSAGES, count)),
    [...['0', '1', '2-3', '2-3', '4-7', '64-127', '128-255', '> 8191']],
  );
  t.deepEqual(
    [0, 5, 6, 10, 11, 21].map(words => label(WORDS, words)),
    [...['0', '5', '6-10', '6-10', '11-20', '> 20']],
  );
  t.deepEqual(
    [0, 8, 9].map(count => label(SMALL, count)),
    ['0', '8', '> 8'],
  );
});

test('kinds of answers', t => {
  const kinds = ['No', '1,234', '$3.5 million', '12%', '1987', 'July 4, 1776', 'May', '2 Fast', ''];
  t.deepEqual(kinds.map(answerKind), [
    ...['yes or no', 'a number', 'a number', 'a number', 'a date', 'a date'],
    ...['other words', 'other words', 'other words'],
  ] as never);
  t.deepEqual(['', ' a  b\nc '].map(wordsIn), [0, 3]);
});

test('passages and pairs stand where they are', t => {
  t.deepEqual(supportingDepths([true, false, false, true]), [0.125, 0.875]);
  t.deepEqual(supportingDepths([]), []);
  const context = `0123456789{"k1": "k2"}.${'x'.repeat(77)}`;
  const depths = pairDepths({ ...readTraits({}), context, chainKeys: ['k1', 'absent'] });
  t.deepEqual(depths, [10 / context.length]);
});

test('what is gathered adds up, whatever the samples lack', t => {
  const scoring = { rule: 'loongrl' } as const;
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 30 }), kinds => {
      const gathered = gatherFigures();
      for (const [i, kind] of kinds.entries()) {
        const { meta, ...sample } = anySample(i);
        const chained = { ...meta, hops: 4, chain_keys: ['nowhere'] };
        const whole = { ...sample, meta: kind === 1 ? chained : meta } as never;
        gathered.add(readExample(whole, scoring));
      }
      const figures = gathered.figures();
      const sum = (counts: readonly number[]): number => counts.reduce((all, n) => all + n, 0);
      const { samples, budgetUse, passages, supporting, hops, answerWords, answerKinds } = figures;
      t.is(samples, kinds.length);
      for (const counts of [budgetUse, passages, supporting, answerWords, answerKinds]) {
        t.is(sum(counts), samples);
      }
      t.is(sum(hops), kinds.filter(kind => kind === 1).length);
      t.is(sum(figures.pairDepths), 0);
    }),
    { numRuns: 20 },
  );
});
