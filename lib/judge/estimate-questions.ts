import type { Readable } from 'node:stream';
import { messenger } from '../model/ask/prompt.js';
import { rolloutPrompt } from '../model/rollout/prompts.js';
import type { Fields } from '../records/fields.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type CallEstimate, callEstimator } from './call-estimate.js';
import type { Judging } from './judge.js';

export interface JudgingEstimate {
  /** If all questions are asked; with `--num-samples` only until so many are kept. */
  judging_at_most?: CallEstimate;
  /** If the first model gets none of them right. */
  rescue_at_most?: CallEstimate;
}

/** What judging these questions would come to. */
export async function estimateJudging(
  questions: Readable,
  { model, rescue, n, rescued, prompt }: Judging,
  tokenizer: Tokenizer,
): Promise<JudgingEstimate> {
  const messagesOf = messenger(rolloutPrompt, prompt);
  const estimators = [
    callEstimator(model, n, tokenizer),
    rescue && callEstimator(rescue, rescued.n, tokenizer),
  ];
  try {
    for await (const question of questions as AsyncIterable<Fields>) {
      const messages = messagesOf(question);
      for (const estimator of estimators) estimator?.add(messages);
    }
    const [first, second] = estimators.map(estimator => estimator?.result());
    return {
      ...(first && { judging_at_most: first }),
      ...(second && { rescue_at_most: second }),
    };
  } finally {
    for (const estimator of estimators) await estimator?.close();
  }
}
