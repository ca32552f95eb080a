import type { Rollout } from '../../score/rollouts.js';
import { takeApart } from '../ask/thoughts.js';

/**
 * A rollout as it is learnt from: `<think>reasoning</think>answer`, with one tag of each kind,
 * however the model marks its thoughts. Templates that open the reasoning themselves leave the
 * first mark out of the text; some models repeat one. What stands behind the last one is the
 * answer, as the rule `think-boxed` has it.
 */
export function cleaned(rollout: Pick<Rollout, 'text'> & Partial<Rollout>): string {
  const { thoughts = '', answer } = takeApart(rollout);
  return `<think>${thoughts}</think>${answer.trim()}`;
}
