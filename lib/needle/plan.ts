import { keyedRandom, type Random } from '../random.js';
import type { Needle } from '../records/needle.js';
import type { NeedleOptions } from './options.js';
import { VALUE_KINDS } from './values.js';
import { questionFor } from './wording.js';
import { wordPair } from './words.js';

/** What the samples of `needle` have for the name of a dataset. */
export const NEEDLE_DATASET = 'needle';

/** The needles of one sample, before they stand anywhere. */
export interface NeedlePlan {
  /** Key by key. */
  needles: Needle[];
  /** The keys that are asked for, in the order of the question. */
  asked: string[];
  question: string;
  /** All values of the asked keys, in the order of these. */
  answers: string[];
}

/** What a plan is made for. */
export interface PlanKey {
  seed: number;
  /** Of the task, from 0. */
  number: number;
  maxSeqLength: number;
}

/**
 * Plans the needles of one sample: keys and values of which no two are the same and none stands in
 * another. Depends on its key and the options alone.
 *
 * @param options such as `checkNeedles` lets pass
 */
export function planNeedles(
  { seed, number, maxSeqLength }: PlanKey,
  { keys: count, values, queries, value }: NeedleOptions,
): NeedlePlan {
  const random = keyedRandom(seed, NEEDLE_DATASET, `${number}`, maxSeqLength, 'needle');
  const fresh = freshTexts(random);
  const keys = Array.from({ length: count }, () => fresh(wordPair));
  const needles = keys.flatMap(key =>
    Array.from({ length: values }, () => ({ key, value: fresh(VALUE_KINDS[value].make) })),
  );
  const asked = random.shuffle([...keys]).slice(0, queries);
  const answers = asked.flatMap(key => needles.filter(each => each.key === key));
  return {
    needles,
    asked,
    question: questionFor(asked, values),
    answers: answers.map(each => each.value),
  };
}

/** Makes texts that never repeat. */
function freshTexts(random: Random): (make: (random: Random) => string) => string {
  const taken = new Set<string>();
  return make => {
    for (;;) {
      const text = make(random);
      if (taken.has(text)) continue;
      taken.add(text);
      return text;
    }
  };
}
