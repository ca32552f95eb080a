import { lowerSqueezed } from '../normalize.js';
import { trimBlanks } from '../white-space.js';
import type { ScoringRule } from './rule.js';

const THOUGHT = '<think>';
const END_OF_THOUGHT = '</think>';

/** Of needles, where a key has many values: all answers are asked for, not any of them. */
export const allOf: ScoringRule = {
  help: 'all that stands behind </think>, in which every answer has to be',
  decides: 'recall',
  extract: text => {
    const end = text.lastIndexOf(END_OF_THOUGHT);
    // A thought that has no end is no answer.
    if (end < 0) return text.includes(THOUGHT) ? null : trimBlanks(text);
    return trimBlanks(text.slice(end + END_OF_THOUGHT.length));
  },
  normalize: lowerSqueezed,
};
