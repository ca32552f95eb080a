import { namesOf } from '../values/registry.js';
import { lengthBin } from './bins.js';
import { addMark, type Cells } from './cells.js';
import type { Facts } from './facts.js';
import { FIGURES, type FigureName } from './figures/registry.js';

/** Parts that shares of a budget are counted in, for their median: a thousandth each. */
const SHARES = 1000;
/** Codes and lengths that are counted one by one. */
const MOST_NAMES = 100;

/** What is counted of one run: sums alone, so that it stays small and runs can be read in any order. */
export interface RunTally {
  records: number;
  /** Records that are neither samples nor questions, or cannot be read. */
  unreadable: number;
  answers: number;
  right: number;
  /** By code. */
  rejects: Map<string, number>;
  /** Records by length. */
  lengths: Map<string, number>;
  /** Samples by the thousandth of the budget that is used. */
  budgetUse: number[];
  figures: ReadonlyMap<FigureName, Cells>;
}

/** The tally of nothing. */
export const runTally = (): RunTally => ({
  records: 0,
  unreadable: 0,
  answers: 0,
  right: 0,
  rejects: new Map(),
  lengths: new Map(),
  budgetUse: [],
  figures: new Map(namesOf(FIGURES).map(name => [name, new Map()])),
});

/** Counts a record. */
export function addRecord(tally: RunTally, facts: Facts): void {
  tally.records++;
  const { judged, length, budgetUse } = facts;
  if (judged) {
    tally.answers += judged.answers;
    tally.right += judged.right;
  }
  if (length) countName(tally.lengths, lengthBin(length));
  if (budgetUse !== undefined) {
    const part = Math.floor(Math.min(2, budgetUse) * SHARES);
    tally.budgetUse[part] = (tally.budgetUse[part] ?? 0) + 1;
  }
  for (const [name, cells] of tally.figures) {
    for (const mark of FIGURES[name].marks(facts)) addMark(cells, mark);
  }
}

/** Counts rejects of one code. */
export const addRejects = (tally: RunTally, code: string, count = 1): void =>
  countName(tally.rejects, code, count);

function countName(counts: Map<string, number>, name: string, count = 1): void {
  const key = counts.has(name) || counts.size < MOST_NAMES ? name.slice(0, 60) : 'other';
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** The median share of the budget, to a thousandth and rounded down; undefined where none is known. */
export function medianBudgetUse({ budgetUse }: RunTally): number | undefined {
  const all = budgetUse.reduce((sum, count) => sum + count, 0);
  let before = 0;
  const part = budgetUse.findIndex(count => {
    before += count ?? 0;
    return before * 2 >= all;
  });
  return part < 0 || all === 0 ? undefined : part / SHARES;
}
