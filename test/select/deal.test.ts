import test from 'ava';
import fc from 'fast-check';
import {
  countDealt,
  dealOf,
  dealtLengths,
  isDealtTo,
  positionsAsked,
} from '../../lib/select/deal.js';

const LENGTHS = [1024, 2048, 4096, 8192, 16384];
/** Some lengths, in any order. */
const lengths = fc.shuffledSubarray(LENGTHS, { minLength: 1 });

test('every position is taken by one length, the one at i taking those that are i modulo k', t => {
  fc.assert(
    fc.property(lengths, fc.nat(1000), (maxSeqLength, position) => {
      const deal = dealOf({ maxSeqLength, eachLengthItsOwn: true });
      const taking = maxSeqLength.filter((_, length) => isDealtTo(deal, position, length));
      t.deepEqual(taking, [maxSeqLength[position % maxSeqLength.length]]);
    }),
  );
});

test('each length has its own number of positions', t => {
  fc.assert(
    fc.property(lengths, fc.nat(100), fc.nat(300), (maxSeqLength, numSamples, from) => {
      const deal = dealOf({ maxSeqLength, eachLengthItsOwn: true });
      const count = positionsAsked(numSamples, deal);
      const positions = Array.from({ length: count }, (_, i) => from + i);
      for (const length of maxSeqLength.keys()) {
        t.is(positions.filter(each => isDealtTo(deal, each, length)).length, numSamples);
        t.is(countDealt(deal, { from, count }, length), numSamples);
      }
    }),
  );
});

test('where a length is made alone, it takes what it takes among the others', t => {
  fc.assert(
    fc.property(lengths, fc.nat(1000), (all, position) => {
      const among = dealOf({ maxSeqLength: all, eachLengthItsOwn: true });
      for (const [i, length] of all.entries()) {
        const alone = dealOf({ maxSeqLength: [length], eachLengthItsOwn: all });
        t.is(isDealtTo(alone, position, 0), isDealtTo(among, position, i));
      }
    }),
  );
});

test('without the setting, or with one length, each takes all positions', t => {
  for (const settings of [
    { maxSeqLength: [1024, 2048] },
    { maxSeqLength: [1024, 2048], eachLengthItsOwn: false },
    { maxSeqLength: [1024], eachLengthItsOwn: true },
    {},
  ]) {
    t.is(dealtLengths(settings), undefined);
    t.is(dealOf(settings), undefined);
  }
  t.true(isDealtTo(undefined, 7, 1));
  t.is(positionsAsked(9, undefined), 9);
  t.is(positionsAsked(-1, dealOf({ maxSeqLength: [1, 2], eachLengthItsOwn: true })), -1);
});

test('a length that is none of those that are dealt to is told', t => {
  t.throws(() => dealOf({ maxSeqLength: [512], eachLengthItsOwn: [1024, 2048] }), {
    code: 'USAGE',
    message: /--each-length-its-own 1024,2048: --max-seq-length 512 is none of these/,
  });
});
