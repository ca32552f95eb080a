import { joinTokens, NO_TOKENS, tokenStats } from '../../output/token-stats.js';
import type { MadeCounts } from '../block/block.js';
import type { OutputSummary } from './outputs.js';

/** Adds up what blocks have come to at one length. */
export interface LengthCounts {
  add(made: MadeCounts): void;
  summary(): Pick<OutputSummary, 'samples' | 'marked' | 'left_out' | 'tokens'>;
}

/** Counts of nothing so far. */
export function lengthCounts(): LengthCounts {
  let sum: MadeCounts = { tokens: NO_TOKENS, marked: 0, left_out: 0 };
  return {
    add: made => {
      sum = {
        tokens: joinTokens(sum.tokens, made.tokens),
        marked: sum.marked + made.marked,
        left_out: sum.left_out + made.left_out,
      };
    },
    summary: () => ({
      samples: sum.tokens.samples,
      marked: sum.marked,
      left_out: sum.left_out,
      tokens: tokenStats(sum.tokens),
    }),
  };
}
