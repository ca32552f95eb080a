import { Readable } from 'node:stream';
import type { Candidate } from '../records/candidate.js';
import { dealOf, positionsAsked } from '../select/deal.js';
import { countPositions } from '../select/select.js';
import type { Dataset, MakingSettings } from './dataset.js';

/** How many positions a run has: its tasks or, where there are none, a dataset's candidates. */
export function positionsOf(
  corpus: Dataset['corpus'],
  settings: MakingSettings,
  limits: Partial<Pick<Dataset, 'ids' | 'taken' | 'excluded' | 'contaminated'>>,
): number {
  const numSamples = positionsAsked(settings.numSamples, dealOf(settings));
  return hasTasks(settings)
    ? numSamples
    : countPositions(corpus, { ...settings, numSamples }, limits);
}

/** Whether samples are made of tasks, which are numbered, and not of the questions of a dataset. */
export const hasTasks = ({ keys }: Pick<MakingSettings, 'keys'>): boolean => keys !== undefined;

/** The tasks of a run as candidates, in order; of a shard those of its share. */
export function tasks({ settings, counts, shard, deal }: Dataset): Readable {
  const { numSamples, preSamples } = settings;
  const { from, to } = shard?.share ?? { from: 0, to: positionsAsked(numSamples, deal) };
  function* numbered(): Generator<Candidate> {
    for (let position = from; position < to; position++) {
      counts.selected++;
      const number = preSamples + position;
      yield { number, position, sourceIndex: number, unanswerable: 0, unlabelled: 0 };
    }
  }
  return Readable.from(numbered(), { highWaterMark: 16 });
}
