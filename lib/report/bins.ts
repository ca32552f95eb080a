import type { Order } from './cells.js';

/** Ten parts of a context, named by the percentages at their ends. */
export const DEPTHS: Order = Array.from({ length: 10 }, (_, i) => `${i * 10}-${i * 10 + 10} %`);

/** @param depth 0 to 1; what lies outside counts to the nearest part */
export const depthBin = (depth: number): string =>
  DEPTHS[Math.min(9, Math.max(0, Math.floor(depth * 10)))]!;

/** Shares of a budget: fine where samples are to be. */
const BUDGET_ENDS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99] as const;

const budgetName = (from: number, to: number | undefined): string =>
  to === undefined ? `${from * 100}-100 %` : `${Math.round(from * 100)}-${Math.round(to * 100)} %`;

export const BUDGET_BINS: Order = [
  ...BUDGET_ENDS.map((from, i) => budgetName(from, BUDGET_ENDS[i + 1])),
  'over 100 %',
];

/** @param share of the budget that is used */
export function budgetBin(share: number): string {
  if (share > 1) return BUDGET_BINS.at(-1)!;
  return BUDGET_BINS[BUDGET_ENDS.findLastIndex(from => share >= from)]!;
}

/** Sizes by powers of two, named by their ends: `1`, `2-3`, `4-7` ... */
export function sizeBin(count: number): string {
  const from = 2 ** Math.floor(Math.log2(Math.max(1, count)));
  return from === 1 ? '1' : `${from}-${2 * from - 1}`;
}

export const SIZE_BINS: Order = Array.from({ length: 30 }, (_, i) => sizeBin(2 ** i));

/** Lengths in tokens: those of the usual budgets as they are, all others rounded up to a power of two. */
export const lengthBin = (tokens: number): string =>
  tokens % 1000 === 0 || tokens % 512 === 0
    ? String(tokens)
    : String(2 ** Math.ceil(Math.log2(tokens)));
