import type { Corpus } from '../corpus/open.js';
import type { Permutation } from '../random.js';
import type { SamplePassage } from '../records.js';

export type Pool = Pick<Corpus, 'tokens' | 'passage' | 'passageNumber'> & {
  /** All passages of the corpus, in the order in which this sample draws them. */
  draws: Permutation;
};

type Text = Pick<SamplePassage, 'title' | 'text'>;

/** What the passages of one sample are chosen from. */
export interface ChooseParts {
  dataset: string;
  /** The question's own passages, each once. */
  own: readonly SamplePassage[];
  pool: Pool;
  /** Tokens that the passages may take. */
  room: number;
  /** Tokens that passage number `position` takes beside its own. */
  overhead: (position: number) => number;
  /** Whether a passage gives the question away. */
  leaks: (passage: Text) => boolean;
  /** Whether a filler must stay out for another reason. */
  misleads: (passage: Text) => boolean;
}
