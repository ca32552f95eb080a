import type { Readable } from 'node:stream';
import type { Example } from '../example.js';
import type { Split } from '../target.js';
import { dealer, type TrainBounds } from './deal.js';
import { numberQuestions } from './positions.js';

/** Says where an example goes; undefined for nowhere. */
export interface Splitter {
  splitOf(example: Example): Split | undefined;
  close(): Promise<void>;
}

/** Everything is trained on. */
export const ALL_TRAIN: Splitter = { splitOf: () => 'train', close: async () => undefined };

/**
 * Deals out by question, so that none stands in two files, whatever the lengths it stands at.
 *
 * @param examples what is to be dealt out; it is read once to count it, and once more by whoever
 *   writes it
 */
export async function dealOut(bounds: TrainBounds, examples: Readable): Promise<Splitter> {
  const positions = await numberQuestions(examples);
  const splitAt = dealer(bounds, positions.count);
  return {
    splitOf: ({ questionKey }) => {
      const position = positions.of(questionKey);
      return position === undefined ? undefined : splitAt(position);
    },
    close: positions.close,
  };
}
