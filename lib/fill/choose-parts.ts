import type { Corpus } from '../corpus/open.js';
import type { StoredPassage } from '../corpus/store/codec.js';
import type { Permutation } from '../random.js';

export type Pool = Pick<Corpus, 'tokens' | 'passage' | 'siblings'> & {
  /** All passages of the corpus, in the order in which this sample draws them. */
  draws: Permutation;
};

/** What the passages of one sample are chosen from. */
export interface ChooseParts {
  dataset: string;
  /** The question's own passages, each once. */
  own: readonly StoredPassage[];
  pool: Pool;
  /** Whether passages of texts alone are drawn. */
  fillersOnly?: boolean;
  /**
   * A passage of the corpus with as many of its sentences as fit into so many tokens; undefined where
   * it may not be cut.
   */
  cut?: (number: number, room: number) => StoredPassage | undefined;
  /** Tokens that the passages may take. */
  room: number;
  /** Tokens that passage number `position` takes beside its own. */
  overhead: (position: number) => number;
  /** Whether a passage gives the question away. */
  leaks: (passage: StoredPassage) => boolean;
  /** Whether a passage holds what reads as one of our own marks. */
  misleads: (passage: StoredPassage) => boolean;
}
