import { ANSWER_TYPES } from '../answer-type.js';
import type { Figure } from './figure.js';

export const answerTypes: Figure = {
  title: 'What the answers are',
  reading: 'A bar says which share of the records has an answer that looks so.',
  value: 'share',
  counts: 'records',
  x: { title: 'answer', order: ANSWER_TYPES },
  *marks({ answerType }) {
    if (answerType !== undefined) yield { x: answerType };
  },
};
