import { isRight, METRICS } from './metrics/registry.js';
import { SCORING_RULES } from './rules/registry.js';
import { decidingMetric, type Scoring } from './scoring.js';

/** Why a rule cannot judge a question by its answers. */
export type Flaw = 'empty' | 'short' | 'dotted';

/** Letters and digits below which an answer is found inside words that have nothing to do with it. */
const ENOUGH = 3;
/** "no" is in "Nobody", "yes" in "Hayes"; to drop one alone would teach the other. */
const YES_NO = new Set(['yes', 'no']);
/** `U.S.`, `A.P.J.`, `a.m.`: single letters joined by full stops. */
const INITIALS = /(?<![\p{L}\p{N}])(?:\p{L}\.)+\p{L}(?![\p{L}\p{N}])\.?/gu;

/**
 * Tells whether a rule can judge predictions by these answers, by asking the rule itself:
 *
 * - `empty`: one of them normalizes to nothing (`?`), which a reward that looks for it in the
 *   prediction always finds; or there is none;
 * - `short`: one of them is a word of fewer than 3 letters and digits, or yes or no, and the rule
 *   finds it inside a longer word (a bare digit in a year, "no" in "Nobody");
 * - `dotted`: all of them have initials with full stops, and the rule does not accept the same
 *   without (`U.S.` against `US`).
 *
 * @throws KeychainError USAGE for a metric that the rule does not have
 */
export function flawOf(answers: readonly string[], scoring: Scoring): Flaw | undefined {
  const { normalize } = SCORING_RULES[scoring.rule];
  const metric = decidingMetric(scoring);
  const normal = answers.map(normalize);
  const accepts = (prediction: string, accepted: readonly string[]): boolean =>
    isRight(metric, METRICS[metric].value(prediction, accepted));

  if (normal.length === 0 || normal.includes('')) return 'empty';
  if (normal.some(answer => isShort(answer) && accepts(`x${answer}x`, [answer]))) return 'short';
  const needsStops = (answer: string, accepted: readonly string[]): boolean =>
    !accepts(normalize(withoutStops(answer)), accepted);
  // Where all are asked for, one that is not found is enough.
  const isDotted =
    metric === 'recall'
      ? answers.some(answer => needsStops(answer, [normalize(answer)]))
      : answers.every(answer => needsStops(answer, normal));
  return isDotted ? 'dotted' : undefined;
}

function isShort(normal: string): boolean {
  if (normal.includes(' ')) return false;
  return YES_NO.has(normal) || (normal.match(/[\p{L}\p{N}]/gu) ?? []).length < ENOUGH;
}

function withoutStops(answer: string): string {
  return answer.replace(INITIALS, initials => initials.replaceAll('.', ''));
}
