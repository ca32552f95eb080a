import { punctuationFirst } from '../normalize.js';
import { trimBlanks } from '../white-space.js';
import type { ScoringRule } from './rule.js';

// Not an index into a lower-cased copy: lower-casing can lengthen what comes before (U+0130).
const PHRASE = /the answer is/i;

/** Of the reference's question filter (`merge_output.py`). */
export const answerIs: ScoringRule = {
  help: 'all after the first "the answer is"',
  decides: 'cem',
  extract: text => {
    const found = PHRASE.exec(text);
    if (!found) return null;
    return trimBlanks(text.slice(found.index + found[0].length)) || null;
  },
  normalize: punctuationFirst,
};
