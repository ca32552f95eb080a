/** A fixed number of bins, into which numbers fall. */
export interface Bins {
  readonly labels: readonly string[];
  /** The bin of a number, from 0. */
  of(value: number): number;
}

/** Tenths of the way from the beginning (0) to the end (1). */
export const DEPTHS: Bins = {
  labels: Array.from({ length: 10 }, (_, i) => `${i * 10}-${i * 10 + 10} %`),
  of: depth => within(10, Math.floor(depth * 10)),
};

/** Shares of the budget that are used: percents from 90 on, what is below together. */
export const BUDGET_USE: Bins = {
  labels: ['< 90 %', ...Array.from({ length: 10 }, (_, i) => `${90 + i}-${91 + i} %`)],
  of: share => within(11, Math.floor(share * 100) - 89),
};

/** Whole numbers up to 8, the larger ones together. */
export const SMALL: Bins = {
  labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '> 8'],
  of: count => within(10, count),
};

/** Words of answers. */
export const WORDS: Bins = {
  labels: ['0', '1', '2', '3', '4', '5', '6-10', '11-20', '> 20'],
  of: words => {
    if (words <= 5) return words;
    if (words <= 10) return 6;
    return words <= 20 ? 7 : 8;
  },
};

/** Passages, by powers of two: 1, 2-3, 4-7 and so on. */
export const PASSAGES: Bins = {
  labels: [
    '0',
    '1',
    ...Array.from({ length: 12 }, (_, i) => `${2 << i}-${(4 << i) - 1}`),
    '> 8191',
  ],
  of: passages => within(15, passages === 0 ? 0 : Math.floor(Math.log2(passages)) + 1),
};

const within = (bins: number, bin: number): number => Math.max(0, Math.min(bins - 1, bin));
