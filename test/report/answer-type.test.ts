import test from 'ava';
import { answerType } from '../../lib/report/answer-type.js';

const TYPES = {
  Yes: 'yes or no',
  '1,500': 'number',
  '12 March 1987': 'date or year',
  Drølmhaven: 'one word',
  'The Patient Miller': 'two or three words',
  'a soup that nobody wanted': 'four words or more',
  ' ': 'none',
} as const;

for (const [answer, type] of Object.entries(TYPES)) {
  test(`"${answer}" is: ${type}`, t => {
    t.is(answerType(answer), type);
  });
}
