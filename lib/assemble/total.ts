import { positionsAsked } from '../select/deal.js';
import type { Dataset } from './dataset.js';
import { hasTasks } from './tasks.js';

/** Questions to come, at whichever length, where that is known beforehand. */
export function totalOf({
  corpus,
  taken,
  excluded,
  contaminated,
  settings,
  judging,
  shard,
  deal,
}: Dataset): number | undefined {
  if (shard && !judging) return shard.share.to - shard.share.from;
  const numSamples = positionsAsked(settings.numSamples, deal);
  if (hasTasks(settings)) return numSamples;
  const { preSamples, filterIdsPath } = settings;
  if (judging || filterIdsPath !== undefined) return undefined;
  const { questions, unanswerable, unlabelled } = corpus.info;
  const leftOut = taken.count + (excluded?.count ?? 0) + (contaminated?.count ?? 0);
  const there = Math.max(0, questions - unanswerable - unlabelled - leftOut - preSamples);
  return numSamples < 0 ? there : Math.min(numSamples, there);
}
