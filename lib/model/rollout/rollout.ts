import type { Transform } from 'node:stream';
import type { Fields } from '../../records/fields.js';
import { answersOf } from '../../score/record.js';
import { decidingMetric, type Scoring } from '../../score/scoring.js';
import { type AskOptions, ask, type Model } from '../ask/ask.js';
import { type AskingOptions, asking } from '../ask/asking.js';
import { judge, type Rolled, scoringFor } from '../ask/judge.js';
import { messenger, type PromptOptions } from '../ask/prompt.js';
import { rolloutPrompt } from './prompts.js';

export interface RolloutOptions extends AskOptions, AskingOptions<Fields & Rolled> {
  model: Model;
  /** Asked about what `model` never gets right; then its rollouts are the ones that count. */
  rescue?: Model | undefined;
  /** Answers of the second model. Default: as many as of the first one. */
  rescueN?: number | undefined;
  /** Default: the rule that goes with questions or samples. */
  scoring?: Partial<Scoring> | undefined;
  prompt?: PromptOptions | undefined;
  /** Takes each question without an answer: nobody is asked, and it is left out. */
  onUnanswerable?: ((record: Fields) => void) | undefined;
}

/** Rolls a record out: asks for its answers, and judges them. */
export type RollOut = (record: Fields, signal: AbortSignal) => Promise<Fields & Rolled>;

/**
 * Makes the function that rolls out one record. It throws RecordError for one that gets no answers
 * or of which nothing can be asked.
 *
 * @throws KeychainError USAGE
 */
export function roller({
  model,
  scoring,
  prompt,
  n,
}: Pick<RolloutOptions, 'model' | 'scoring' | 'prompt' | 'n'>): RollOut {
  const messagesOf = messenger(rolloutPrompt, prompt);
  return async (record, signal) => {
    const by = scoringFor(record, scoring);
    const messages = messagesOf(record);
    // What would fail later fails before anything is paid for.
    decidingMetric(by);
    answersOf(record);
    return judge(record, await ask(model, messages, { n }, signal), model.name, by);
  };
}

/**
 * The stage `rollout`: a Transform of questions or samples to the same with `n` scored rollouts
 * of a model: `rollouts`, `scores`, `pass_count`, `judged_by`. Their order stays.
 *
 * @throws KeychainError USAGE; (as an error event) what the chat throws
 */
export function rollout(options: RolloutOptions): Transform {
  const { onUnanswerable, rescue, n, rescueN = n } = options;
  const rollOut = roller(options);
  const second = rescue && roller({ ...options, model: rescue, n: rescueN });
  return asking<Fields & Rolled>(async (record, signal) => {
    if (record.answerable === false) {
      onUnanswerable?.(record);
      return undefined;
    }
    const first = await rollOut(record, signal);
    return second && first.pass_count === 0 ? second(record, signal) : first;
  }, options);
}
