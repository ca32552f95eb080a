import { kebabCase } from '../../../values/letter-case.js';
import { ANSWER_KINDS } from '../figures/answer-kind.js';
import { type Bins, BUDGET_USE, DEPTHS, PASSAGES, SMALL, WORDS } from '../figures/bins.js';
import type { LengthFigures } from '../figures/gather.js';
import { bars } from './bars.js';
import { heatMap } from './heat-map.js';

/** The figures of the samples of one length, by what it is called. */
export interface NamedFigures {
  name: string;
  figures: LengthFigures;
}

/** A plot as a file, and what is said of it. */
export interface Plot {
  /** Its name in the folder of figures. */
  file: string;
  title: string;
  /** In words, also for whoever does not see it. */
  description: string;
  svg: string;
}

type Counted = {
  [Name in keyof LengthFigures]: LengthFigures[Name] extends readonly number[] ? Name : never;
}[keyof LengthFigures];

/** Plots by length and bin. */
const GRIDS: readonly {
  of: Counted;
  bins: Pick<Bins, 'labels'>;
  title: string;
  description: string;
  columnsOf: string;
}[] = [
  {
    of: 'budgetUse',
    bins: BUDGET_USE,
    title: 'How much of the budget is used',
    description: 'Samples by length and by the share of their token budget that they use.',
    columnsOf: 'share of the token budget',
  },
  {
    of: 'supportingDepths',
    bins: DEPTHS,
    title: 'Where the supporting passages stand',
    description:
      'Supporting passages by length and by their place among the passages of their sample.',
    columnsOf: 'place among the passages, 0 % is the first',
  },
  {
    of: 'pairDepths',
    bins: DEPTHS,
    title: 'Where the pairs of the true chain stand',
    description: 'Pairs of the chain to the question by length and by their place in the context.',
    columnsOf: 'place in the context, 0 % is its beginning',
  },
  {
    of: 'passages',
    bins: PASSAGES,
    title: 'Passages a sample',
    description: 'Samples by length and by how many passages they have.',
    columnsOf: 'passages',
  },
];

/** Plots over all lengths. */
const BARS: readonly {
  of: Counted;
  bins: Pick<Bins, 'labels'>;
  title: string;
  description: string;
}[] = [
  {
    of: 'hops',
    bins: SMALL,
    title: 'Pairs on the way to the question',
    description: 'Samples by the number of pairs of the chain that leads to the question.',
  },
  {
    of: 'supporting',
    bins: SMALL,
    title: 'Supporting passages a sample',
    description: 'Samples by how many passages the answer needs.',
  },
  {
    of: 'answerWords',
    bins: WORDS,
    title: 'Words of the answer',
    description: 'Samples by the words of their first accepted answer.',
  },
  {
    of: 'answerKinds',
    bins: { labels: ANSWER_KINDS },
    title: 'Kinds of answers',
    description: 'Samples by what kind of text their first accepted answer is.',
  },
];

/** The plots of some data, the longer samples below; of what it does not have, there is none. */
export function plotsOf(lengths: readonly NamedFigures[]): Plot[] {
  const grids = GRIDS.map(({ of, bins, ...said }) => {
    const rows = lengths.map(({ name, figures }) => ({ name, counts: figures[of] }));
    const svg = heatMap({ ...said, columns: bins.labels, rows });
    return { of, ...said, svg };
  });
  const totals = BARS.map(({ of, bins, ...said }) => {
    const counts = totalOf(lengths, of);
    return { of, ...said, svg: bars({ ...said, of: 'all samples', names: bins.labels, counts }) };
  });
  return [...grids, ...totals]
    .filter(({ of }) => totalOf(lengths, of).some(count => count > 0))
    .map(({ of, title, description, svg }) => ({
      file: `${kebabCase(of)}.svg`,
      title,
      description,
      svg,
    }));
}

const totalOf = (lengths: readonly NamedFigures[], of: Counted): number[] =>
  lengths.reduce<number[]>(
    (sums, { figures }) => figures[of].map((count, i) => (sums[i] ?? 0) + count),
    [],
  );
