import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import type { Question } from '../../lib/records/question.js';
import type { Benchmark } from '../benchmark.js';
import { pipe } from '../command.js';
import { fileOf, someHotpot } from '../datasets.js';
import { COPY, copyLines } from '../jsonl.js';
import { inTurn } from '../turns.js';

const PREDICTIONS = 8;
/** Sentences before the answer. */
const THOUGHT = 20;

/** Records of predictions, every other of them right. */
async function* predictions(dataset: string): AsyncGenerator<string> {
  for await (const each of readQuestions(dataset)) {
    const { id, question, answers } = each as Question;
    const thought = `Let us see: ${question} `.repeat(THOUGHT);
    const predicted = Array.from(
      { length: PREDICTIONS },
      (_, i) => `${thought}The answer is ${i % 2 === 0 ? answers[0] : 'unknown'}.`,
    );
    yield `${JSON.stringify({ id, answers, predictions: predicted })}\n`;
  }
}

/** Predictions to scores. */
export const score: Benchmark = {
  name: 'score',
  on: scale =>
    `${someHotpot(scale).questions} records of ${PREDICTIONS} predictions, the rule answer-is`,
  needs: scale => [someHotpot(scale)],
  run: async scale => {
    const file = join(scale.dir, 'predictions.jsonl');
    const made = Readable.from(predictions(fileOf(scale, someHotpot(scale))));
    await pipeline(made, createWriteStream(file));
    const [ours, copied] = await inTurn(
      scale.rounds,
      () => pipe(scale, ['score', file, '--rule', 'answer-is']),
      () => copyLines(file),
    );
    await rm(file);
    return [
      {
        what: 'score',
        value: ours.seconds,
        unit: 's',
        against: { what: COPY, value: copied.seconds },
        memory: ours.memory,
      },
    ];
  },
};
