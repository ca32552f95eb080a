/** What answers are told apart as, in the order in which they are shown. */
export const ANSWER_TYPES = [
  'yes or no',
  'number',
  'date or year',
  'one word',
  'two or three words',
  'four words or more',
  'none',
] as const;

export type AnswerType = (typeof ANSWER_TYPES)[number];

const YEAR = /\b1\d{3}\b|\b20\d{2}\b/;
const NUMBER = /^[^\p{L}\d]{0,3}\d[\d,.\s]*[^\p{L}\d]{0,3}$/u;

/** What kind of text an answer is, by its look alone; so a year is told by its four digits. */
export function answerType(answer: string): AnswerType {
  const text = answer.trim();
  if (text === '') return 'none';
  if (/^(yes|no)\.?$/i.test(text)) return 'yes or no';
  if (text.length < 40 && YEAR.test(text)) return 'date or year';
  if (NUMBER.test(text)) return 'number';
  const words = text.split(/\s+/).length;
  if (words === 1) return 'one word';
  return words <= 3 ? 'two or three words' : 'four words or more';
}
