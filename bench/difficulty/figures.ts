import type { Sample } from '../../lib/records/sample.js';
import { type FollowerOptions, follow, isQuestion } from './follower.js';
import {
  holdsAnswer,
  type Pick,
  pickPassage,
  pickQuestion,
  type WordedPassage,
  withWords,
} from './overlap.js';
import { readContext, type SeenPair } from './seen-context.js';

/** What the readers are given of a sample. */
export interface Task {
  pairs: readonly SeenPair[];
  passages: readonly (WordedPassage & { isSupporting: boolean })[];
  /** Tokens of the context. */
  tokens: number;
  head: string;
  question: string;
  answers: readonly string[];
  /** What the reader by word overlap takes of the questions that stand in the pairs. */
  picked: Pick<WordedPassage> | undefined;
}

/** One column of a table: what is counted of a task, in the mean of all. */
export interface Column {
  head: string;
  /** Of a share, what is shown is the percentage. */
  unit: 'share' | 'tokens';
  of(task: Task): number;
}

/**
 * What the readers are given of a finished sample.
 *
 * @param count tokens of a text
 */
export function taskOf(sample: Sample, count: (text: string) => number): Task {
  const { pairs, passages, tokens } = readContext(sample.distractor_context!, count);
  const worded = withWords(passages).map((passage, i) => ({
    ...passage,
    isSupporting: sample.meta.passages[i]!.supporting,
  }));
  return {
    pairs,
    passages: worded,
    tokens,
    head: sample.chain_head_with_question!,
    question: sample.input,
    answers: sample.answers,
    picked: pickQuestion(pairs.map(({ value }) => value).filter(isQuestion), worded),
  };
}

/** Whether a follower comes to the real question. */
export const follower = (head: string, options: FollowerOptions): Column => ({
  head,
  unit: 'share',
  of: task => Number(follow(task.pairs, task.head, options) === task.question),
});

/** Whether the reader by word overlap takes the real question for the one to answer. */
export const overlapQuestion: Column = {
  head: 'overlap: question',
  unit: 'share',
  of: ({ picked, question }) => Number(picked?.question === question),
};

/** What it quotes where it is told the question, as in a sample without chains. */
interface ToldOptions {
  /** Whether the passage that it picks is to support the answer, or to have it in it. */
  what: 'passage' | 'answer';
  /** Tokens at the end of the context that it looks at: a passage that begins before is not seen. */
  last?: number;
}

export const overlapTold = (head: string, { what, last = Infinity }: ToldOptions): Column => ({
  head,
  unit: 'share',
  of: ({ passages, tokens, question, answers }) => {
    const near = passages.filter(({ at }) => at >= tokens - last);
    const passage = pickPassage(question, near)?.passage;
    if (!passage) return 0;
    return Number(what === 'passage' ? passage.isSupporting : holdsAnswer(passage, answers));
  },
});

/** Tokens of all pairs. */
export const pairTokens: Column = {
  head: 'tokens of pairs',
  unit: 'tokens',
  of: ({ pairs }) => pairs.reduce((sum, { tokens }) => sum + tokens, 0),
};

/** The columns' means over all tasks, as they are shown. */
export async function meansOf(
  tasks: AsyncIterable<Task>,
  columns: readonly Column[],
): Promise<string[]> {
  const sums = columns.map(() => 0);
  let count = 0;
  for await (const task of tasks) {
    count++;
    for (const [i, column] of columns.entries()) sums[i]! += column.of(task);
  }
  if (count === 0) throw new Error('no sample was made');
  return columns.map(({ unit }, i) =>
    unit === 'share' ? `${Math.round((100 * sums[i]!) / count)} %` : thousands(sums[i]! / count),
  );
}

const thousands = (number: number): string =>
  String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
