import type { Readable } from 'node:stream';
import { keyGroups } from '../../disk/key-groups.js';
import type { Example } from '../example.js';

/** At which position each question stands; on disk, so that any number has its place. */
export interface Positions {
  /** Questions. */
  readonly count: number;
  of(example: Example): number | undefined;
  close(): Promise<void>;
}

/**
 * Numbers the questions of some examples in the order in which they are met first. Examples are of one
 * question if they have any key in common, or each has one with a third.
 *
 * @param see is shown every example
 */
export async function numberQuestions(
  examples: Readable,
  see: (example: Example) => void = () => undefined,
): Promise<Positions> {
  const groups = keyGroups();
  try {
    for await (const example of examples as AsyncIterable<Example>) {
      groups.join(example.questionKeys);
      see(example);
    }
    const { count, of } = groups.number();
    return { count, of: ({ questionKeys: [key = ''] }) => of(key), close: groups.close };
  } catch (error) {
    await groups.close();
    throw error;
  }
}
