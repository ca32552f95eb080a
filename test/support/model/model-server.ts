import { createHash } from 'node:crypto';
import type { ExecutionContext } from 'ava';
import { readQuestions } from '../../../lib/datasets/read-questions.js';
import type { Question } from '../../../lib/records/question.js';
import { all } from '../streams.js';
import { questionIn } from './chat.js';
import { type Mock, type MockOptions, startMock } from './mock-server.js';

/** Rollouts of a question, in the tests. */
export const ROLLOUTS = 8;

export interface ModelServer extends Mock {
  /** The questions of the dataset, in its order. */
  questions: Question[];
  /** How many of 8 answers to a question are right. */
  rightOf(question: string): number;
  answerTo(question: string): string;
  /** Options that name this server. */
  flags: string[];
}

/**
 * A mock server that knows the answers of a dataset and gives a number of right ones that depends
 * on the question alone: 0 to 8 of 8. An answer depends on the prompt and its number alone.
 */
export async function modelServer(
  t: ExecutionContext,
  dataset: string,
  options: MockOptions = {},
): Promise<ModelServer> {
  const mock = await startMock(options);
  t.teardown(() => mock.close());
  const questions = await all<Question>(readQuestions(dataset));
  const answers = new Map(questions.map(({ question, answers }) => [question, answers[0]!]));
  const answerTo = (question: string): string => answers.get(question) ?? 'unknown';
  const rightOf = (question: string): number => digest(question) % (ROLLOUTS + 1);
  mock.own = {
    text: ({ key }, at) => {
      const question = questionIn(key);
      return `Attempt ${at}. The answer is ${at < rightOf(question) ? answerTo(question) : 'Zzz'}`;
    },
  };
  return Object.assign(mock, { questions, rightOf, answerTo, flags: optionsOf(mock) });
}

const optionsOf = ({ url }: Mock): string[] => ['--llm-url', url, '--model', 'm'];

const digest = (text: string): number => createHash('sha256').update(text).digest().readUInt32LE(0);
