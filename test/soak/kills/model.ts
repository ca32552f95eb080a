import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readQuestions } from '../../../lib/datasets/read-questions.js';
import { decode } from '../../../lib/model/journal/recorded.js';
import { type Found, readBody, scanSegment } from '../../../lib/model/journal/segment.js';
import type { Question } from '../../../lib/records/question.js';
import { questionIn } from '../../support/model/chat.js';
import { type Mock, startMock } from '../../support/model/mock-server.js';

/** Answers to each question, and calls under way. */
export const ROLLOUTS = 4;
export const CONCURRENCY = 8;
const LATENCY_MS = 4;

/** The accepted answers of a dataset, by question. */
export async function answersOf(dataset: string): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for await (const question of readQuestions(dataset) as AsyncIterable<Question>) {
    answers.set(question.question, question.answers[0]!);
  }
  return answers;
}

/** A server that gives each question some right answers; each names the prompt that it answers. */
export async function startModel(answers: ReadonlyMap<string, string>): Promise<Mock> {
  const mock = await startMock({ latencyMs: LATENCY_MS });
  mock.own = {
    text: ({ key }, at) => {
      const mark = markOf(key);
      const right = Number.parseInt(mark.slice(0, 4), 16) % (ROLLOUTS + 1);
      const answer = at < right ? answers.get(questionIn(key)) : 'Zzz';
      return `${MARK}${mark}, ${at}: The answer is ${answer}`;
    },
  };
  return mock;
}

const MARK = 'asked ';

/** Names a prompt in its answers. */
export const markOf = (prompt: string): string =>
  createHash('sha256').update(prompt).digest('hex').slice(0, 32);

/** The rollouts that a journal's folder and all below it have, by the mark of their prompt. */
export function journaled(dir: string): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  if (!existsSync(dir)) return found;
  for (const name of readdirSync(dir, { recursive: true }) as string[]) {
    if (!name.endsWith('.answers')) continue;
    const file = join(dir, name);
    const frames: Found[] = [];
    scanSegment(file, 0, frame => frames.push(frame));
    for (const frame of frames) {
      const body = readBody(file, frame);
      if (!body) continue;
      const { rollouts, answers } = decode(body);
      for (const [at, rollout] of rollouts.entries()) {
        const text = answers[at]?.text ?? '';
        const mark = text.slice(MARK.length, text.indexOf(','));
        found.set(mark, (found.get(mark) ?? new Set()).add(rollout));
      }
    }
  }
  return found;
}
