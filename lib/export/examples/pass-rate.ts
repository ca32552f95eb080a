import type { Fields } from '../../records/fields.js';

/** Fields with an entry for each answer of a model. */
const ANSWERS = ['scores', 'rollouts', 'predictions', 'pred_list'];

/** The share of right answers that a record tells of, 0 to 1; undefined where it tells of none. */
export function passRateOf(record: Fields): number | undefined {
  const { pass_rate: rate, pass_count: right } = record;
  if (typeof rate === 'number') return rate;
  const answers = ANSWERS.map(name => record[name]).find(Array.isArray);
  if (typeof right !== 'number' || !answers || answers.length === 0) return undefined;
  return right / answers.length;
}
