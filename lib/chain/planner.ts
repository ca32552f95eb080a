import type { Corpus } from '../corpus/open.js';
import type { InsertRoom } from '../prompt/insertion.js';
import { readsAsPair } from '../prompt/look-alikes.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { ChainOptions } from './options.js';
import { type ChainPlan, type PlanKey, planChains } from './plan.js';
import { pairRenderer } from './render-pair.js';
import { planTokens } from './sample.js';

/** Plans chains; asked twice for the same sample, as `fill` and `chain` do, it plans once. */
export interface ChainPlanner {
  plan(key: PlanKey): ChainPlan;
  /** What `fill` has to keep free for the plan. */
  room(key: PlanKey): InsertRoom;
}

/** Plans remembered; a question has one a length. */
const REMEMBERED = 16;

/** @param options such as `checkChains` lets pass */
export function chainPlanner(
  corpus: Corpus,
  tokenizer: Tokenizer,
  options: ChainOptions,
): ChainPlanner {
  const renderPair = pairRenderer(tokenizer);
  const plans = new Map<string, ChainPlan>();
  const plan = (key: PlanKey): ChainPlan => {
    const name = JSON.stringify(key);
    let planned = plans.get(name);
    if (!planned) {
      planned = planChains(key, options, corpus, renderPair);
      plans.set(name, planned);
      if (plans.size > REMEMBERED) plans.delete(plans.keys().next().value!);
    }
    return planned;
  };
  return {
    plan,
    room: key => {
      const planned = plan(key);
      return { tokens: planTokens(planned), head: planned.head, isLike: readsAsPair };
    },
  };
}
