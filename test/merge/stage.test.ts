import test from 'ava';
import { distinct, merge } from '../../lib/merge/merge.js';
import { openParts } from '../../lib/merge/parts.js';
import { failingFromThird, idsOf, numbered, type WithId } from '../support/records.js';
import { testLifeCycle } from '../support/stage-life.js';

/** More than any test takes. */
const LISTED = 200;

const STAGE = {
  input: numbered,
  output: (n: number) => `q${n}`,
  known: idsOf,
  failing: failingFromThird(numbered, 'id'),
};

testLifeCycle<WithId, WithId>(test, 'merge', {
  ...STAGE,
  make: () => {
    const parts = openParts();
    for (let n = 0; n < LISTED; n++) parts.add({ ...numbered(n), predictions: [] });
    return merge(parts);
  },
});

testLifeCycle<WithId, WithId>(test, 'distinct', { ...STAGE, make: () => distinct() });
