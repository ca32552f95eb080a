import { Readable } from 'node:stream';
import { positionsAsked } from '../select/deal.js';
import { selectCandidates } from '../select/select.js';
import type { Dataset } from './dataset.js';

/** The candidates of a dataset, in order; where a model judges them, all that it may be asked. */
export function select({
  corpus,
  settings,
  counts,
  judging,
  ids,
  taken,
  excluded,
  contaminated,
  shard,
  deal,
  enough,
}: Dataset): Readable {
  const asked = positionsAsked(settings.numSamples, deal);
  const numSamples = judging && asked !== 0 ? -1 : asked;
  const candidates = selectCandidates(corpus, { ...settings, numSamples }, counts, {
    ids,
    taken,
    excluded,
    contaminated,
    share: shard?.share,
    enough: enough.signal,
  });
  return Readable.from(candidates, { highWaterMark: judging ? 1 : 16 });
}
