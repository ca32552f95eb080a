import { money } from '../judge/spent.js';
import { namesOf } from '../values/registry.js';
import { VERSION } from '../version.js';
import type { AllCalls, Calls } from './calls.js';
import { type Cell, compare, inOrder } from './cells.js';
import type { Figure } from './figures/figure.js';
import { FIGURES, type FigureName } from './figures/registry.js';
import type { Runs } from './runs.js';
import { medianBudgetUse, type RunTally } from './tally.js';

/** By what a `report.json` is known. */
export const REPORT_KIND = 'keychain report';

/** All that a report says: what `report.json` holds, and the page shows. */
export interface Report {
  kind: typeof REPORT_KIND;
  version: string;
  runs: RunSummary[];
  /** Of two runs or more: what each has more than the first. */
  differences: Difference[];
  /** What calls of models have cost and how long they took; empty where no events were read. */
  calls: CallSummary[];
  figures: FigureSummary[];
}

export interface RunSummary {
  label: string;
  records: number;
  /** Records that are neither samples nor questions. */
  unreadable: number;
  /** Records by length in tokens. */
  lengths: Record<string, number>;
  /** The median share of the budget, 0 to 1. */
  budget_use_median: number | null;
  answers: number;
  right: number;
  /** 0 to 1; null where nothing is judged. */
  pass_rate: number | null;
  /** By code. */
  rejects: Record<string, number>;
}

export interface Difference {
  label: string;
  /** The first run's label. */
  from: string;
  records: number;
  budget_use_median: number | null;
  pass_rate: number | null;
}

export interface CallSummary extends Calls {
  /** Null where nobody has said how long it took. */
  requests_per_second: number | null;
  answer_tokens_per_second: number | null;
}

export interface FigureSummary {
  name: FigureName;
  title: string;
  /** How to read it. */
  reading: string;
  value: Figure['value'];
  counts: string;
  runs: { label: string; places: ShownCell[] }[];
}

/** A cell with its value, 0 to 1, rounded to 4 places. */
export interface ShownCell extends Cell {
  value: number;
}

/** What was counted, in words and shares. Figures of which there is nothing are left out. */
export function summarize(runs: Runs, calls: AllCalls = new Map()): Report {
  const summaries = [...runs].map(([label, tally]) => summaryOf(label, tally));
  const figures = namesOf(FIGURES).map(name => figureOf(name, runs));
  return {
    kind: REPORT_KIND,
    version: VERSION,
    runs: summaries,
    differences: differencesOf(summaries),
    calls: [...calls.values()].map(withSpeeds),
    figures: figures.filter(figure => figure.runs.length > 0),
  };
}

function withSpeeds({ seconds, cost, ...calls }: Calls): CallSummary {
  const each = (count: number): number | null => (seconds === 0 ? null : rounded(count / seconds));
  return {
    ...calls,
    cost: money(cost),
    seconds: rounded(seconds),
    requests_per_second: each(calls.requests),
    answer_tokens_per_second: each(calls.answer_tokens),
  };
}

function summaryOf(label: string, tally: RunTally): RunSummary {
  const { records, unreadable, answers, right } = tally;
  return {
    label,
    records,
    unreadable,
    lengths: sorted(tally.lengths),
    budget_use_median: medianBudgetUse(tally) ?? null,
    answers,
    right,
    pass_rate: answers === 0 ? null : rounded(right / answers),
    rejects: sorted(tally.rejects),
  };
}

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => compare(a, b, [])));

function differencesOf([first, ...others]: readonly RunSummary[]): Difference[] {
  const minus = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : rounded(a - b);
  return others.map(other => ({
    label: other.label,
    from: first!.label,
    records: other.records - first!.records,
    budget_use_median: minus(other.budget_use_median, first!.budget_use_median),
    pass_rate: minus(other.pass_rate, first!.pass_rate),
  }));
}

function figureOf(name: FigureName, runs: Runs): FigureSummary {
  const figure: Figure = FIGURES[name];
  const { title, reading, value, counts, x, y } = figure;
  const shown = [...runs].map(([label, { figures }]) => {
    const cells = inOrder(figures.get(name)!.values(), x.order, y?.order);
    return { label, places: withValues(cells, value) };
  });
  const found = shown.filter(({ places }) => places.length > 0);
  return { name, title, reading, value, counts, runs: found };
}

function withValues(cells: readonly Cell[], value: Figure['value']): ShownCell[] {
  const sums = new Map<string, number>();
  const groupOf = ({ x }: Cell): string => (value === 'row' ? x : '');
  for (const cell of cells) sums.set(groupOf(cell), (sums.get(groupOf(cell)) ?? 0) + cell.count);
  return cells.map(cell => ({
    ...cell,
    value: rounded(
      value === 'rate' ? cell.right / cell.count : cell.count / sums.get(groupOf(cell))!,
    ),
  }));
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
