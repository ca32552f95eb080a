import { appendFileSync } from 'node:fs';
import type { OwnStage } from '../../../lib/assemble/block/own-stage.js';

/** Of how many samples one is left out. */
const LEFT_OUT = 7;

/**
 * A stage as a user may have one, which leaves out some samples. It also notes which samples it was
 * given, so that work that is done twice is seen.
 */
export const stage: OwnStage = sample => {
  const trace = process.env.KEYCHAIN_SOAK_TRACE;
  if (trace) appendFileSync(trace, `${sample.meta.max_seq_length} ${sample.index}\n`);
  return sample.index % LEFT_OUT === 3
    ? undefined
    : { ...sample, answers: [...sample.answers, 'seen'] };
};
