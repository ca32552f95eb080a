import { rightOnes } from './best.js';
import { cleaned } from './clean.js';
import type { Trajectory } from './trajectory.js';

/** Which right answers of a sample are written: the best, all, or so many of the best. */
export type Take = 'best' | 'all' | number;

/**
 * The rows that are written of a sample: of the best answer alone the sample with all its answers; of
 * several a row each, which holds that answer and nothing of the others. Answers that read the same
 * are written once. The id of such a row ends in the answer's position.
 */
export function rowsOf(trajectory: Trajectory, take: Take): Trajectory[] {
  const { messages, rollouts, scores, id } = trajectory;
  if (take === 'best' || messages.length === 0) return [trajectory];
  const asked = messages.slice(0, -1);
  const taken = new Map<string, number>();
  for (const at of rightOnes(scores, rollouts)) {
    const text = cleaned(rollouts[at]!);
    if (!taken.has(text)) taken.set(text, at);
  }
  return [...taken].slice(0, take === 'all' ? undefined : take).map(([content, at]) => ({
    ...trajectory,
    ...(typeof id === 'string' && { id: `${id}/answer-${at}` }),
    ...{ rollouts: [rollouts[at]!], scores: [scores[at]!], pass_count: 1, best: 0 },
    messages: [...asked, { role: 'assistant', content }],
  }));
}
