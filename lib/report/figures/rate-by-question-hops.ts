import { rateAt } from '../rate-at.js';
import type { Figure } from './figure.js';

export const rateByQuestionHops: Figure = {
  title: 'Pass rate by hops of the question',
  reading: 'A bar is the share of answers that are right.',
  value: 'rate',
  counts: 'answers',
  x: { title: 'steps of the question' },
  *marks({ judged, questionHops }) {
    if (judged && questionHops) yield rateAt(judged, { x: String(questionHops) });
  },
};
