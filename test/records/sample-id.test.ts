import test from 'ava';
import fc from 'fast-check';
import { keysOf } from '../../lib/merge/key.js';
import { sampleId } from '../../lib/records/sample-id.js';

test('an id is dataset, question and length', t => {
  t.is(sampleId('hotpotqa', '5a8b', 4096), 'hotpotqa/5a8b/4096');
  t.is(sampleId('hotpotqa', '5a8b', 0), 'hotpotqa/5a8b/relevant');
  // A question's own strokes do no harm, nor do signs that look like an escape of something else.
  t.is(sampleId('100%', 'a/b%2F', 1), '100%/a/b%2F/1');
  t.is(sampleId('a/b', 'c', 1), 'a%2Fb/c/1');
  t.is(sampleId('a%2Fb', 'c', 1), 'a%252Fb/c/1');
});

const part = fc.string({
  unit: fc.constantFrom('a', '/', '%', '2', 'F', '5', '\n', '"', '1', '\u2028'),
  minLength: 1,
  maxLength: 6,
});
const parts = fc.tuple(part, part, fc.constantFrom(0, 1, 21));

test('two samples of other parts never have one id', t => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      t.is(sampleId(...one) === sampleId(...other), `${one}` === `${other}` && one[0] === other[0]);
    }),
    { numRuns: 2000 },
  );
  t.not(sampleId('a/b', 'c', 1), sampleId('a', 'b/c', 1));
  t.not(sampleId('a%2Fb', 'c', 1), sampleId('a/b', 'c', 1));
});

test('two records of other parts never have one key in a merge', t => {
  fc.assert(
    fc.property(part, part, part, part, (id, dataset, otherId, other) => {
      const [own, bare] = keysOf({ id, dataset });
      const [otherOwn, otherBare] = keysOf({ id: otherId, dataset: other });
      t.is(own === otherOwn, id === otherId && dataset === other);
      t.is(bare === otherBare, id === otherId);
      t.not(own, otherBare);
    }),
    { numRuns: 2000 },
  );
});
