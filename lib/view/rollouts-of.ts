import { type Fields, isFields } from '../records/fields.js';
import { scoreTexts } from '../score/record.js';
import { judgedText } from '../score/rollouts.js';
import { SCORING_RULES, type ScoringRuleName } from '../score/rules/registry.js';
import type { SampleView } from './api.js';

/** Judges the rollouts of a record by a rule, as `score` would, and says in words why. */
export function rolloutsOf(
  { rollouts }: Fields,
  answers: readonly string[],
  rule: ScoringRuleName,
): SampleView['rollouts'] {
  const said = (Array.isArray(rollouts) ? rollouts : []).filter(isFields);
  const texts = said.map(({ text, reasoning_content: reasoning }) => ({
    text: typeof text === 'string' ? text : '',
    reasoning_content: typeof reasoning === 'string' ? reasoning : '',
  }));
  const judged = texts.map(each => judgedText(each, rule));
  const { scores } = scoreTexts(judged, answers, { rule });
  return scores.map(({ extracted, correct, f1 }, index) => {
    const { text, reasoning_content: reasoning } = texts[index]!;
    return {
      text: reasoning === '' ? text : `${reasoning}\n\n${text}`,
      extracted,
      isRight: correct === 1,
      why: why(extracted, correct === 1, rule),
      f1,
      rule,
      isCut: said[index]!.finish_reason === 'length',
    };
  });
}

function why(extracted: string, isRight: boolean, rule: ScoringRuleName): string {
  const { decides, help } = SCORING_RULES[rule];
  if (extracted === '') return `No answer was found. The rule looks for ${help}.`;
  return isRight
    ? `By the metric ${decides} it agrees with an accepted answer.`
    : `By the metric ${decides} it agrees with no accepted answer.`;
}
