import { BUDGET_BINS, budgetBin, lengthBin } from '../bins.js';
import { type Figure, LENGTH_AXIS } from './figure.js';

export const budgetUse: Figure = {
  title: 'How much of the budget is used',
  reading:
    'Each column is a length; a good run has all of it in the row of 99-100 %, and nothing over it.',
  value: 'row',
  counts: 'samples',
  x: LENGTH_AXIS,
  y: { title: 'budget used', order: [...BUDGET_BINS].reverse() },
  *marks({ budgetUse: used, length }) {
    if (used !== undefined && length) yield { x: lengthBin(length), y: budgetBin(used) };
  },
};
