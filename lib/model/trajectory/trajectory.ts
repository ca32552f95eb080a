import type { Transform } from 'node:stream';
import type { Fields } from '../../records/fields.js';
import { answersOf } from '../../score/record.js';
import { decidingMetric, type Scoring } from '../../score/scoring.js';
import { type AskOptions, ask, type Model } from '../ask/ask.js';
import { type AskingOptions, asking } from '../ask/asking.js';
import { judge, type Rolled, scoringFor } from '../ask/judge.js';
import { messenger, type PromptOptions } from '../ask/prompt.js';
import type { ChatMessage } from '../client/chat-types.js';
import { rightOnes } from './best.js';
import { cleaned } from './clean.js';
import { TRAJECTORY_PROMPT } from './prompt.js';

/** The rule that goes with what is asked. */
const RULE = 'think-boxed';

/** A sample with its scored rollouts and, if one of them is right, what to learn from the best. */
export type Trajectory = Fields &
  Rolled & {
    /** Position of the best right rollout; -1 if none is right. */
    best: number;
    /** Prompt and cleaned rollout, for fine-tuning; none if none is right. */
    messages: ChatMessage[];
  };

export interface TrajectoryOptions extends AskOptions, AskingOptions<Trajectory> {
  model: Model;
  /** Default: the rule `think-boxed`, of needles `all-of`. */
  scoring?: Partial<Scoring> | undefined;
  prompt?: PromptOptions | undefined;
}

/**
 * The stage `trajectories`: a Transform of samples to the same with `n` scored rollouts and, for
 * those that the model gets right, `messages` with the best right one. Where there are messages
 * the context stands in them, and that of the record is empty.
 *
 * @throws KeychainError USAGE; (as an error event) what the chat throws
 */
export function trajectories(options: TrajectoryOptions): Transform {
  const { model, prompt, scoring } = options;
  decidingMetric(scoringFor({}, scoring, RULE));
  const messagesOf = messenger(() => TRAJECTORY_PROMPT, prompt);
  return asking<Trajectory>(async (record, signal) => {
    answersOf(record);
    const by = scoringFor(record, scoring, RULE);
    decidingMetric(by);
    const asked = messagesOf(record);
    const answers = await ask(model, asked, options, signal);
    return trajectoryOf(judge(record, answers, model.name, by), asked);
  }, options);
}

/** A record with its judged rollouts, and what there is to learn from the best of them. */
export function trajectoryOf(judged: Fields & Rolled, asked: readonly ChatMessage[]): Trajectory {
  const [best] = rightOnes(judged.scores, judged.rollouts);
  if (best === undefined) return { ...judged, best: -1, messages: [] };
  const messages: ChatMessage[] = [
    ...asked,
    { role: 'assistant', content: cleaned(judged.rollouts[best]!) },
  ];
  return { ...judged, ...withoutContext(judged), best, messages };
}

/** The contexts that a record has, empty: columns are the same whether a sample is solved or not. */
const withoutContext = (record: Fields): Fields =>
  Object.fromEntries(
    ['context', 'distractor_context'].filter(name => name in record).map(name => [name, '']),
  );
