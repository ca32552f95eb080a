import type { Dataset } from './dataset.js';
import { hasTasks } from './tasks.js';

/** Questions to come, where that is known beforehand. */
export function totalOf({
  corpus,
  taken,
  excluded,
  contaminated,
  settings,
  judging,
  shard,
}: Dataset): number | undefined {
  if (shard && !judging) return shard.share.to - shard.share.from;
  if (hasTasks(settings)) return settings.numSamples;
  const { numSamples, preSamples, filterIdsPath } = settings;
  if (judging || filterIdsPath !== undefined) return undefined;
  const { questions, unanswerable, unlabelled } = corpus.info;
  const leftOut = taken.count + (excluded?.count ?? 0) + (contaminated?.count ?? 0);
  const there = Math.max(0, questions - unanswerable - unlabelled - leftOut - preSamples);
  return numSamples < 0 ? there : Math.min(numSamples, there);
}
