/** Kinds of answers, as far as their text tells. */
export const ANSWER_KINDS = ['yes or no', 'a number', 'a date', 'other words'] as const;

export type AnswerKind = (typeof ANSWER_KINDS)[number];

const YES_NO = /^(yes|no)$/i;
const NUMBER = /^[^\p{L}]*\p{Nd}[\p{Nd}.,\s]*(%|percent|million|billion|thousand)?$/iu;
const MONTH =
  /\b(january|february|march|april|may|june|july|august|september|october|november|december)\b/i;
const DAY_OR_YEAR = /\b(\d{1,2}|\d{4})\b/;
const YEAR = /^(1\d|20)\d\d$/;

/** What kind of answer a text is; a bare year is a date. */
export function answerKind(answer: string): AnswerKind {
  const text = answer.trim();
  if (YES_NO.test(text)) return 'yes or no';
  if (YEAR.test(text) || (MONTH.test(text) && DAY_OR_YEAR.test(text))) return 'a date';
  return NUMBER.test(text) ? 'a number' : 'other words';
}

/** Words of an answer, as blanks part them. */
export const wordsIn = (answer: string): number => answer.match(/\S+/g)?.length ?? 0;
