import type { Mark } from './cells.js';
import type { Judged } from './facts.js';

/** All answers to a record, at one place of a figure of pass rates. */
export const rateAt = ({ answers, right }: Judged, place: Pick<Mark, 'x' | 'y'>): Mark => ({
  ...place,
  count: answers,
  right,
});
