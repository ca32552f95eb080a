import { lastBox } from '../box.js';
import { articlesFirst } from '../normalize.js';
import type { ScoringRule } from './rule.js';

const END_OF_THOUGHT = '</think>';

/**
 * Of the reference's trajectories (`generate_trajectories.py`): the last box after the last
 * `</think>`, without asterisks; without either, there is no answer.
 */
export const thinkBoxed: ScoringRule = {
  help: 'the last \\boxed{} behind </think>',
  readsThoughts: true,
  decides: 'sub_em',
  extract: text => {
    const end = text.lastIndexOf(END_OF_THOUGHT);
    if (end < 0) return null;
    return lastBox(text.slice(end + END_OF_THOUGHT.length).replaceAll('*', ''));
  },
  normalize: articlesFirst,
};
