import { QUESTION_PROMPT } from '../model/rollout/prompts.js';
import type { Dataset, MakingSettings } from './dataset.js';
import { templateOf } from './recipe.js';

/** A dataset's settings, those filled in that are worked out where nothing is given. */
export function settled({ settings, judging }: Pick<Dataset, 'settings' | 'judging'>) {
  const base: MakingSettings = { ...settings, template: templateOf(settings) };
  if (!judging) return base;
  const { how } = judging;
  return {
    ...base,
    minCorrect: how.minCorrect,
    maxCorrect: how.maxCorrect,
    rule: how.scoring.rule,
    metric: how.scoring.metric,
    answerInstruction: how.prompt.instruction ?? QUESTION_PROMPT.instruction,
    rescue: how.rescue !== undefined,
  };
}
