import { UNKNOWN_PLACEMENT } from '../../records/foreign.js';
import { isMarked, type Sample } from '../../records/sample.js';
import { shareHistogram } from './histogram.js';

/** How the unmarked samples of a file use their budget, as shares of `max_seq_length`. */
export interface UsageFigures {
  min: number;
  /** First percentile. */
  p1: number;
  mean: number;
  /** Share of the samples that use at least 98 %. */
  filled: number;
}

/** How one sample uses its budget; plain JSON. */
export interface Use {
  /** Share of `max_seq_length`. */
  share: number;
  hasFillers: boolean;
}

/**
 * How a sample uses its budget; undefined for those that are left out: with warnings, without a budget,
 * and of others, who fill as they like.
 */
export function useOf({ length, meta }: Sample): Use | undefined {
  if (meta.placement === UNKNOWN_PLACEMENT) return undefined;
  if (meta.max_seq_length === 0 || isMarked({ meta })) return undefined;
  const hasFillers = meta.passages.some(({ supporting }) => !supporting);
  return { share: length / meta.max_seq_length, hasFillers };
}

export interface Usage {
  add(use: Use): void;
  figures(): UsageFigures | undefined;
  findings(): string[];
}

const WELL_USED = 0.98;
const SHARE_WELL_USED = 0.99;

/**
 * With enough corpus, at least 98 % of the budget is used in at least 99 % of the samples. Samples
 * with warnings are left out; so are files of supporting passages only, which nothing fills.
 */
export function createUsage(): Usage {
  const uses = shareHistogram(10_000);
  let wellUsed = 0;
  let withFillers = false;
  return {
    add({ share, hasFillers }) {
      uses.add(share);
      if (share >= WELL_USED) wellUsed++;
      withFillers ||= hasFillers;
    },
    figures() {
      const { count, mean, min } = uses;
      if (mean === undefined || min === undefined) return undefined;
      return { min, p1: uses.quantile(0.01)!, mean, filled: wellUsed / count };
    },
    findings() {
      if (!withFillers || wellUsed >= SHARE_WELL_USED * uses.count) return [];
      return [
        `${wellUsed} of ${uses.count} samples without warnings use 98 % of their budget or more; ` +
          '99 % of them should',
      ];
    },
  };
}
