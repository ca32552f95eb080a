import type { Transform } from 'node:stream';
import { RecordError } from '../../errors.js';
import { rejectOf } from '../../json/read-records.js';
import { type Fields, invalid, isFields, listField } from '../../records/fields.js';
import type { Reject } from '../../records/reject.js';
import type { Rollout } from '../../score/rollouts.js';
import { decidingMetric, type Scoring } from '../../score/scoring.js';
import { stage } from '../../stream/stage.js';
import { judgeRollouts, scoringFor } from '../ask/judge.js';
import { messenger, type PromptOptions } from '../ask/prompt.js';
import type { ChatMessage } from '../client/chat-types.js';
import { rolloutPrompt } from '../rollout/prompts.js';
import { type Trajectory, trajectoryOf } from './trajectory.js';

/** The rule for answers that were asked for in whichever way. */
const RULE = 'boxed-or-answer-is';

/** Where answers are looked for: ours first, then the reference's, then what is only scored. */
const FIELDS = ['rollouts', 'trajectories', 'predictions', 'pred_list', 'qwq_pred_list'] as const;

/** Under which names an entry of such a list has its text. */
const TEXTS = ['text', 'pred'] as const;

/**
 * The answers that a record holds: `rollouts`, the reference's `trajectories`, or predictions, the
 * first of them that is there. Whoever wrote them may have judged them; that is not read here.
 *
 * @throws RecordError RECORD_INVALID
 */
export function storedAnswers(record: Fields): Rollout[] {
  // A table has null where a record lacks a field.
  const field = FIELDS.find(name => (record[name] ?? undefined) !== undefined);
  if (field === undefined) {
    throw new RecordError(
      'RECORD_INVALID',
      `holds no answers (${FIELDS.join(', ')}); to ask a model for some, name its server with --llm-url`,
    );
  }
  return listField(record, field, 'an array of answers').map((entry, i) => {
    const fields = isFields(entry) ? entry : { text: entry };
    const text = TEXTS.map(name => fields[name]).find(value => typeof value === 'string');
    if (typeof text !== 'string') throw invalid(`${field}[${i}].text`, text, 'a string');
    return {
      text,
      finish_reason: textIn(fields, 'finish_reason'),
      reasoning_content: textIn(fields, 'reasoning_content'),
    };
  });
}

const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/** What was asked, in a record that `trajectories` has written: its context stands there alone. */
function askedIn({ messages }: Fields): ChatMessage[] | undefined {
  const isThere = Array.isArray(messages) && messages.at(-1)?.role === 'assistant';
  return isThere ? (messages.slice(0, -1) as ChatMessage[]) : undefined;
}

export interface StoredOptions {
  /** Default: the rule `boxed-or-answer-is`, of needles `all-of`. */
  scoring?: Partial<Scoring> | undefined;
  /** What was asked, if it was not what `rollout` asks. */
  prompt?: PromptOptions | undefined;
  onDone: (trajectory: Trajectory, push: (output: unknown) => void) => void;
  /** Takes each record without answers, or of which nothing can have been asked. */
  onReject?: ((reject: Reject) => void) | undefined;
}

/**
 * A Transform of records that hold answers to what `trajectories` makes of such: they are judged, and
 * what is right becomes `messages`. Nobody is asked.
 *
 * @throws KeychainError USAGE
 */
export function storedTrajectories(options: StoredOptions): Transform {
  const { scoring, prompt, onDone, onReject } = options;
  decidingMetric(scoringFor({}, scoring, RULE));
  const messagesOf = messenger(rolloutPrompt, prompt);
  return stage<Fields, unknown>((record, push) => {
    try {
      const by = scoringFor(record, scoring, RULE);
      decidingMetric(by);
      const { judged_by: name } = record;
      const model = typeof name === 'string' ? name : '';
      const judged = judgeRollouts(record, storedAnswers(record), model, by);
      onDone(trajectoryOf(judged, askedIn(record) ?? messagesOf(record)), push);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      onReject?.(rejectOf(record, error));
    }
  });
}
