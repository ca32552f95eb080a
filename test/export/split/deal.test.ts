import test from 'ava';
import fc from 'fast-check';
import { dealer, shortOf } from '../../../lib/export/split/deal.js';

const splitsOf = (start: number, end: number, questions: number) =>
  Array.from({ length: questions }, (_, position) => position).map(
    dealer({ start, end }, questions),
  );

const count = (splits: readonly unknown[], split: unknown): number =>
  splits.filter(each => each === split).length;

test('train has its bounds, valid 100 of the others, test the first of the rest, as many as train', t => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: -1, max: 500 }), fc.nat(900), (start, end, all) => {
      const splits = splitsOf(start, end, all);
      const last = end < 0 ? all : Math.min(end, all);
      const trained = Math.max(0, last - start);
      t.is(count(splits, 'train'), trained);
      t.true(splits.slice(start, Math.max(start, last)).every(split => split === 'train'));
      const leftover = all - trained;
      t.is(count(splits, 'valid'), Math.min(100, leftover));
      t.is(count(splits, 'test'), Math.min(trained, Math.max(0, leftover - 100)));
      // What is left over is behind all of test.
      const firstUnused = splits.indexOf(undefined);
      if (firstUnused >= 0) t.true(splits.lastIndexOf('test') < firstUnused);
    }),
  );
});

test('who is drawn depends on nothing but how many are left over', t => {
  t.deepEqual(splitsOf(10, 50, 400), splitsOf(10, 50, 400));
  const valid = splitsOf(0, 100, 1000).flatMap((split, at) => (split === 'valid' ? [at] : []));
  // Drawn, and not the first ones.
  t.true(valid.at(-1)! - valid[0]! > 500);
});

test('it is said wherever a split has less than was asked for, and nowhere else', t => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: -1, max: 500 }), fc.nat(900), (start, end, all) => {
      const splits = splitsOf(start, end, all);
      const train = count(splits, 'train');
      const isLess =
        train < Math.max(1, end < 0 ? train : end - start) ||
        count(splits, 'valid') < 100 ||
        count(splits, 'test') < Math.max(1, train);
      t.is(shortOf({ start, end }, all) !== undefined, isLess);
    }),
  );
  t.is(
    shortOf({ start: 0, end: 2500 }, 60),
    '--start-index 0 and --end-index 2500 are of 60 questions: train has 60, not 2500, test has none, valid has none',
  );
  t.is(
    shortOf({ start: 70, end: -1 }, 60),
    '--start-index 70 and --end-index -1 are of 60 questions: train has none, test has none, valid has 60, not 100',
  );
});
