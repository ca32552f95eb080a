import { describeReach, type Figure, isReached, ratioOf } from './figure.js';
import type { Result } from './report.js';

/**
 * A result as text: ratio first, then what was measured, its memory and its bound.
 *
 * @param judged whether to say what bounds are kept
 */
export function render(
  { benchmark, on, figures, notes, took }: Result,
  { judged }: { judged: boolean },
): string {
  const rows = figures.map(figure => {
    const { what, value, unit, memory } = figure;
    return [
      `  ${[...ratio(figure), `${what}: ${round(value)} ${unit}`].join(' - ')}`,
      ...(memory === undefined ? [] : [`${round(memory)} MB of anonymous memory`]),
      ...(figure.reach && judged ? [verdict(figure)] : []),
    ].join('; ');
  });
  const remarks = notes.map(note => `  note: ${note}`);
  return [`${benchmark}: ${on}`, ...rows, ...remarks, `  (${round(took)} s)`, ''].join('\n');
}

/** A bound and whether it is kept. */
export const verdict = (figure: Figure): string =>
  `${isReached(figure) ? 'reached' : 'NOT reached'}: ${describeReach(figure)}`;

const ratio = (figure: Figure): string[] => {
  const times = ratioOf(figure);
  return times === undefined
    ? []
    : [`${round(times)} x ${figure.against!.what} (${round(figure.against!.value)})`];
};

/** Three digits, or a whole number. */
export const round = (value: number): string =>
  value >= 100 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en')
    : value.toPrecision(3);
