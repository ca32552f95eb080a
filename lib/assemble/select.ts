import { Readable } from 'node:stream';
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
  enough,
}: Dataset): Readable {
  const numSamples = judging && settings.numSamples !== 0 ? -1 : settings.numSamples;
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
