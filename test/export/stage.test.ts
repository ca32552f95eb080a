import test from 'ava';
import { examples } from '../../lib/export/examples.js';
import { countAsMade } from '../../lib/export/prompt-length.js';
import { failingFromThird, idsOf, type WithId } from '../support/records.js';
import { anySample } from '../support/sample.js';
import { testLifeCycle } from '../support/stage-life.js';

const input = (n: number) => ({ ...anySample(n), id: `q${n}` });

testLifeCycle<WithId, WithId>(test, 'examples', {
  make: () => examples({ scoring: { rule: 'loongrl' }, count: countAsMade }),
  input,
  output: n => `q${n}`,
  known: idsOf,
  failing: failingFromThird(input, 'answers'),
});
