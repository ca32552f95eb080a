import type { Question, QuestionPassage } from '../../lib/records/question.js';

/** A made-up passage of `sentences` sentences; its words differ from those of any other number. */
export function madePassage(number: number, sentences = 3): QuestionPassage {
  const own = Array.from(
    { length: sentences },
    (_, i) => `The ${ordinal(i)} fact of place ${number} is about river ${number * 7 + i}.`,
  );
  return { title: `Place ${number}`, text: own.join(' '), supporting: false, sentences: own };
}

const ordinal = (i: number): string => ['first', 'second', 'third', 'fourth'][i] ?? `next (${i})`;

/** A made-up question with its own passages: the first two support the answer. */
export function madeQuestion(number: number, changes: Partial<Question> = {}): Question {
  const passages = Array.from({ length: 4 }, (_, i) => ({
    ...madePassage(number * 4 + i),
    supporting: i < 2,
  }));
  return {
    id: `q${number}`,
    dataset: 'made',
    question: `Which river runs past place ${number}, and who named it?`,
    answers: [`River ${number}`],
    passages,
    answerable: true,
    ...changes,
  };
}

/** `count` different made-up questions, each with four passages of its own. */
export function madeQuestions(count: number): Question[] {
  return Array.from({ length: count }, (_, i) => madeQuestion(i));
}
