import test from 'ava';
import type { SampleFinding } from '../../lib/verify/finding.js';
import { verify } from '../../lib/verify/verify.js';
import { numbered } from '../support/records.js';
import { testLifeCycle } from '../support/stage-life.js';
import { sources } from './sample-builder.js';

// A record that is no sample: there are findings for each.
testLifeCycle<unknown, SampleFinding>(test, 'verify', {
  make: () => verify(sources, { onReport: () => undefined }),
  input: numbered,
  output: n => `q${n}`,
  known: findings => [...new Set(findings.map(({ id }) => id))],
  failing: {
    input: n => (n < 2 ? numbered(n) : '{"id": nope}'),
    error: { code: 'INPUT_SYNTAX' },
  },
});
