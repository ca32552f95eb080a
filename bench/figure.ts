/** A bound that a figure is to keep. */
export interface Reach {
  /** Of the ratio to what it is held against, or of the value itself. */
  of: 'ratio' | 'value';
  least?: number;
  most?: number;
  /** Without it the whole run has failed, at any scale. */
  required?: boolean;
}

/** One measured figure. */
export interface Figure {
  /** What was measured. */
  what: string;
  value: number;
  unit: string;
  /** What it is held against, measured in the same run. */
  against?: { what: string; value: number };
  reach?: Reach;
  /** Peak of the measured process's anonymous memory (MB); only where /proc tells. */
  memory?: number | undefined;
}

/** How many times what it is held against. */
export const ratioOf = ({ value, against }: Figure): number | undefined =>
  against && value / against.value;

/** Whether a figure keeps its bound; undefined if it has none. */
export function isReached(figure: Figure): boolean | undefined {
  const { reach, value } = figure;
  if (!reach) return undefined;
  const { least = -Infinity, most = Infinity } = reach;
  const measured = reach.of === 'ratio' ? ratioOf(figure) : value;
  return measured !== undefined && measured >= least && measured <= most;
}

const short = (bound: number): number => Number(bound.toPrecision(3));

/** A bound in words, like `at most 1.25 x`. */
export function describeReach({ unit, reach }: Figure): string {
  if (!reach) return '';
  const { of, least, most } = reach;
  const measure = of === 'ratio' ? 'x' : unit;
  return [
    ...(least === undefined ? [] : [`at least ${short(least)} ${measure}`]),
    ...(most === undefined ? [] : [`at most ${short(most)} ${measure}`]),
  ].join(' and ');
}

/** Memory as figures of their own, where it could be measured. */
export const memoryFigure = (
  what: string,
  memory: number | undefined,
  more: Pick<Figure, 'against' | 'reach'> = {},
): Figure[] => (memory === undefined ? [] : [{ what, value: memory, unit: 'MB', ...more }]);
