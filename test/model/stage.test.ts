import test from 'ava';
import { KeychainError } from '../../lib/errors.js';
import { reason } from '../../lib/model/reason/reason.js';
import { rollout } from '../../lib/model/rollout/rollout.js';
import { trajectories } from '../../lib/model/trajectory/trajectory.js';
import { fakeChat } from '../support/model/chat.js';
import { idsOf, type WithId } from '../support/records.js';
import { testLifeCycle } from '../support/stage-life.js';

const CONCURRENCY = 2;

const sample = (n: number) => ({
  id: `q${n}`,
  input: 'Who?',
  answers: ['Ann'],
  context: 'Document 0:\nAnn\nAnn is here.',
  chain_head_with_question: 'k',
  meta: { template: '{context}\n\n{question}' },
});

/** Options of a model that answers at once; or that the run is over with at the third prompt. */
function options({ fails = false } = {}) {
  let asked = 0;
  const chat = fakeChat((_, n) => {
    if (fails && ++asked > 2) throw new KeychainError('MODEL_KEY_REFUSED', 'no');
    return Array.from({ length: n }, () => '<think>so</think>\\boxed{Ann}');
  });
  return { model: { chat, name: 'm' }, n: 2, concurrency: CONCURRENCY };
}

const STAGE = { input: sample, output: (n: number) => `q${n}`, known: idsOf };
const error = { code: 'MODEL_KEY_REFUSED' };

testLifeCycle<WithId, WithId>(test, 'rollout', {
  ...STAGE,
  make: () => rollout(options()),
  failing: { make: () => rollout(options({ fails: true })), error },
});

testLifeCycle<WithId, WithId>(test, 'reason', {
  ...STAGE,
  make: () => reason({ ...options(), style: 'cot' }),
  failing: { make: () => reason({ ...options({ fails: true }), style: 'cot' }), error },
});

testLifeCycle<WithId, WithId>(test, 'trajectories', {
  ...STAGE,
  make: () => trajectories(options()),
  failing: { make: () => trajectories(options({ fails: true })), error },
});
