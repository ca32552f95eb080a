import type { Judging } from '../judge/judge.js';
import type { ModelOptions } from '../judge/models.js';
import { QUESTION_PROMPT } from '../model/rollout/prompts.js';
import { levelOf } from '../output/level.js';
import type { Dataset, MakingSettings } from './dataset.js';
import { templateOf } from './recipe.js';

/** A dataset's settings, those filled in that are worked out where nothing is given. */
export function settled({
  settings,
  judging,
  chat,
}: Pick<Dataset, 'settings' | 'chat'> & { judging?: { how: Judging } | undefined }) {
  const base: MakingSettings = {
    ...settings,
    template: templateOf(settings),
    compressionLevel: levelOf(settings),
    chatTemplate: chat && settings.chatTemplate,
  };
  if (!judging) return base;
  const { how } = judging;
  return {
    ...base,
    minCorrect: how.keep.min,
    maxCorrect: how.keep.max,
    rule: how.scoring.rule,
    metric: how.scoring.metric,
    answerInstruction: how.prompt.instruction ?? QUESTION_PROMPT.instruction,
    rescue: how.rescue !== undefined,
    ...(how.rescue && rescueSettled(how.rescue, how.rescued)),
  };
}

/** The second model's settings, those of the first one included. */
const rescueSettled = (
  { temperature, topP, maxTokens, systemPrompt, parameters }: ModelOptions,
  { n, keep }: Judging['rescued'],
) => ({
  rescueN: n,
  rescueMinCorrect: keep.min,
  rescueMaxCorrect: keep.max,
  rescueTemperature: temperature,
  rescueTopP: topP,
  rescueMaxTokens: maxTokens,
  rescueSystemPrompt: systemPrompt,
  rescueExtraBody: parameters,
});
