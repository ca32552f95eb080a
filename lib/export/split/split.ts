import type { Readable } from 'node:stream';
import { type Reporter, silentReporter } from '../../reporter.js';
import type { Example } from '../example.js';
import type { Split } from '../target.js';
import { dealer, shortOf, type TrainBounds } from './deal.js';
import { numberQuestions } from './positions.js';

/** Says where an example goes; undefined for nowhere. */
export interface Splitter {
  splitOf(example: Example): Split | undefined;
}

/** Everything is trained on. */
const ALL_TRAIN: Splitter = { splitOf: () => 'train' };

/**
 * Runs work that deals out by question, so that none stands in two files, whatever the lengths and the
 * forms that it comes in.
 *
 * @param bounds undefined where nothing is dealt out
 * @param examplesOf reads what is to be dealt out; it is read once to count the questions, and once more
 *   by the work, which tells of it
 * @param see is shown every example when they are counted
 */
export async function withSplitter<T>(
  bounds: TrainBounds | undefined,
  examplesOf: (reporter: Reporter) => Readable,
  { step, warn }: Pick<Reporter, 'step' | 'warn'>,
  work: (splitter: Splitter) => Promise<T>,
  see?: (example: Example) => void,
): Promise<T> {
  if (!bounds) return work(ALL_TRAIN);
  step('the questions are counted, to be dealt out');
  const positions = await numberQuestions(examplesOf(silentReporter), see);
  const short = shortOf(bounds, positions.count);
  if (short !== undefined) warn(short);
  const splitAt = dealer(bounds, positions.count);
  try {
    return await work({
      splitOf: example => {
        const position = positions.of(example);
        return position === undefined ? undefined : splitAt(position);
      },
    });
  } finally {
    await positions.close();
  }
}
