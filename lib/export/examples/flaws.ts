import { type Fields, isFields } from '../../records/fields.js';
import { flawOf } from '../../score/judgeable.js';
import { decidingMetric, type Scoring } from '../../score/scoring.js';
import { type Example, type ExampleFlaw, isFlaw } from '../example.js';

/** Letters of scripts that put no blanks between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
/** Of these, so many make a question. */
const UNSPACED_ENOUGH = 3;
const WORD = /[\p{L}\p{N}]+/gu;

/** Why a reward that judges by a rule learns nothing right from an example. */
export function flawsOf(example: Omit<Example, 'flaws'>, scoring: Scoring): ExampleFlaw[] {
  const { kind, answers, question, record } = example;
  // What other people's rewards can judge, they know; what was found here stands in the row.
  if (kind === 'row') return flawsIn(record);
  const unjudgeable = flawOf(answers, scoring);
  return [
    ...(unjudgeable === undefined ? [] : [unjudgeable]),
    ...(isBroken(question) ? (['broken-question'] as const) : []),
    ...(kind === 'needle' && answers.length > 1 && !asksForAll(scoring)
      ? (['any-of-several'] as const)
      : []),
  ];
}

/** The flaws that a row tells of, as one text or as a list. */
function flawsIn({ extra_info: more }: Fields): ExampleFlaw[] {
  const { flaws } = isFields(more) ? more : {};
  const named = typeof flaws === 'string' ? flaws.split(', ') : flaws;
  return Array.isArray(named) ? named.filter(isFlaw) : [];
}

const asksForAll = (scoring: Scoring): boolean => decidingMetric(scoring) === 'recall';

/** `w`, one word: what is left of a question that somebody has cut. */
function isBroken(question: string): boolean {
  const words = question.match(WORD)?.length ?? 0;
  const unspaced = question.match(UNSPACED)?.length ?? 0;
  return words < 2 && unspaced < UNSPACED_ENOUGH;
}
