import type { Corpus } from '../corpus/open.js';
import type { ChainRoom } from '../records/sample.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { checkChains } from './check.js';
import type { ChainOptions } from './options.js';
import { type ChainPlan, type PlanKey, planChains } from './plan.js';
import { planTokens } from './sample.js';
import { pairSetter } from './set-pair.js';

/** Plans chains; asked twice for the same sample, as `fill` and `chain` do, it plans once. */
export interface ChainPlanner {
  plan(key: PlanKey): ChainPlan;
  /** What `fill` has to keep free for the plan. */
  room(key: PlanKey): ChainRoom;
}

/** Plans remembered; a question has one a length. */
const REMEMBERED = 16;

/**
 * @param maxSeqLengths the lengths to come, as far as they are known
 * @throws KeychainError USAGE for options that no chain can have
 */
export function chainPlanner(
  corpus: Corpus,
  tokenizer: Tokenizer,
  options: ChainOptions,
  maxSeqLengths: readonly (number | null)[] = [],
): ChainPlanner {
  checkChains(options, [null, ...maxSeqLengths]);
  const setPair = pairSetter(tokenizer);
  const plans = new Map<string, ChainPlan>();
  const plan = (key: PlanKey): ChainPlan => {
    const name = JSON.stringify(key);
    let planned = plans.get(name);
    if (!planned) {
      planned = planChains(key, options, corpus, setPair);
      plans.set(name, planned);
      if (plans.size > REMEMBERED) plans.delete(plans.keys().next().value!);
    }
    return planned;
  };
  return {
    plan,
    room: key => {
      const planned = plan(key);
      return { tokens: planTokens(planned), head: planned.head };
    },
  };
}
