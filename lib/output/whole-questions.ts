import type { Transform } from 'node:stream';
import { type Question, wholeQuestion } from '../records/question.js';
import { stage } from '../stream/stage.js';

/** Gives questions all the fields of their kind: the last stage before they are written. */
export function wholeQuestions(): Transform {
  return stage<Question, Question>((question, push) => push(wholeQuestion(question)));
}
