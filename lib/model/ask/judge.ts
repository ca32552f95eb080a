import { type Fields, isFields } from '../../records/fields.js';
import { answersOf, type Scored, scoreTexts } from '../../score/record.js';
import type { Rollout } from '../../score/rollouts.js';
import type { ScoringRuleName } from '../../score/rules/registry.js';
import type { Scoring } from '../../score/scoring.js';
import type { ChatAnswer } from '../client/chat-types.js';
import { judgedTexts } from './thoughts.js';

/** What rollouts add to a record. */
export interface Rolled extends Scored {
  rollouts: Rollout[];
  /** The model whose rollouts these are. */
  judged_by: string;
}

/**
 * How a record is judged: by the rule asked for, or the one that goes with what was asked. Of needles
 * all values are asked for.
 *
 * @param otherwise the rule of all other records; by default that of a question, or of a sample
 */
export function scoringFor(
  { meta }: Fields,
  { rule, metric }: Partial<Scoring> = {},
  otherwise: ScoringRuleName = isFields(meta) ? 'boxed-or-answer-is' : 'answer-is',
): Scoring {
  const hasNeedles = isFields(meta) && Array.isArray(meta.needles);
  return { rule: rule ?? (hasNeedles ? 'all-of' : otherwise), metric };
}

/**
 * The record with its rollouts, scored: what stands behind their thoughts is judged. What a call used is left out: it depends on how the
 * answers were spread over calls, which a resumed run may do in another way.
 *
 * @throws RecordError RECORD_INVALID for a record without answers
 */
export function judge<R extends Fields>(
  record: R,
  answers: readonly ChatAnswer[],
  model: string,
  scoring: Scoring,
): R & Rolled {
  return judgeRollouts(record, answers.map(rolloutOf), model, scoring);
}

/**
 * The same of rollouts that are there.
 *
 * @param model whose they are; empty where nobody says
 * @throws RecordError RECORD_INVALID for a record without answers
 */
export function judgeRollouts<R extends Fields>(
  record: R,
  rollouts: Rollout[],
  model: string,
  scoring: Scoring,
): R & Rolled {
  const scored = scoreTexts(judgedTexts(rollouts, scoring.rule), answersOf(record), scoring);
  return { ...record, rollouts, ...scored, judged_by: model };
}

/** What is kept of an answer. */
export const rolloutOf = ({ text, finish_reason, reasoning_content }: ChatAnswer): Rollout => ({
  text,
  finish_reason: finish_reason ?? '',
  reasoning_content: reasoning_content ?? '',
});
