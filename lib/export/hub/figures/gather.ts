import {
  addTokens,
  NO_TOKENS,
  type TokenCounts,
  type TokenStats,
  tokenStats,
} from '../../../output/token-stats.js';
import type { Example } from '../../example.js';
import { ANSWER_KINDS, answerKind, wordsIn } from './answer-kind.js';
import { type Bins, BUDGET_USE, DEPTHS, PASSAGES, SMALL, WORDS } from './bins.js';
import { pairDepths, supportingDepths } from './depths.js';
import { readTraits } from './traits.js';

/** What is counted of the samples of one length, in bins of a fixed number. */
export interface LengthFigures {
  samples: number;
  /** Samples that the dataset was too small for. */
  marked: number;
  /** Of `length`; null where there are no samples. */
  tokens: TokenStats | null;
  /** Shares of the budget; all 0 where there is none. */
  budgetUse: readonly number[];
  passages: readonly number[];
  supporting: readonly number[];
  supportingDepths: readonly number[];
  pairDepths: readonly number[];
  /** Pairs on the way to the question; all 0 without chains. */
  hops: readonly number[];
  answerWords: readonly number[];
  answerKinds: readonly number[];
}

/** Gathers the figures of one length; what it holds does not grow. */
export interface FigureGatherer {
  add(example: Example): void;
  figures(): LengthFigures;
}

export function gatherFigures(): FigureGatherer {
  let tokens: TokenCounts = NO_TOKENS;
  let marked = 0;
  const empty = ({ labels }: Pick<Bins, 'labels'>): number[] => labels.map(() => 0);
  const counts = {
    budgetUse: empty(BUDGET_USE),
    passages: empty(PASSAGES),
    supporting: empty(SMALL),
    supportingDepths: empty(DEPTHS),
    pairDepths: empty(DEPTHS),
    hops: empty(SMALL),
    answerWords: empty(WORDS),
    answerKinds: empty({ labels: ANSWER_KINDS }),
  };
  const count = (name: keyof typeof counts, bin: number): void => {
    counts[name][bin]!++;
  };
  return {
    add({ record, answers }) {
      const traits = readTraits(record);
      const { length, budget, passages, hops } = traits;
      tokens = addTokens(tokens, length);
      if (traits.isMarked) marked++;
      if (budget > 0) count('budgetUse', BUDGET_USE.of(length / budget));
      count('passages', PASSAGES.of(passages.length));
      const supporting = supportingDepths(passages);
      count('supporting', SMALL.of(supporting.length));
      for (const depth of supporting) count('supportingDepths', DEPTHS.of(depth));
      for (const depth of pairDepths(traits)) count('pairDepths', DEPTHS.of(depth));
      if (hops > 0) count('hops', SMALL.of(hops));
      const [answer = ''] = answers;
      count('answerWords', WORDS.of(wordsIn(answer)));
      count('answerKinds', ANSWER_KINDS.indexOf(answerKind(answer)));
    },
    figures: () => ({
      samples: tokens.samples,
      marked,
      tokens: tokenStats(tokens),
      ...counts,
    }),
  };
}
