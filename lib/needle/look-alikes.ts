import type { LookAlikeTest } from '../prompt/look-alikes.js';
import type { NeedlePlan } from './plan.js';
import { tellsValue } from './wording.js';

/** What all keys and values have in common: a hyphen between letters or digits, or many digits. */
const MAY_BE_ONE = /[\da-z]-[\da-z]|\d{7}/i;

/**
 * Makes the test whether a passage holds what a reader would take for a needle, or a key or a value
 * of the plan, in any case: what is asked for is to stand nowhere else.
 */
export function readsAsNeedle({ needles }: NeedlePlan): LookAlikeTest {
  const texts = [...new Set(needles.flatMap(({ key, value }) => [key, value]))];
  return passage => {
    const body = passage.body;
    if (tellsValue(body)) return true;
    if (!MAY_BE_ONE.test(body)) return false;
    const lower = body.toLowerCase();
    return texts.some(text => lower.includes(text));
  };
}
