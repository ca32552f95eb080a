import { boxedOrAnswerIs } from './boxed-or-answer-is.js';
import type { ScoringRule } from './rule.js';

/** `\text`, `\mathbf`: what they are put around counts. */
const COMMANDS = /\\[a-z]+\s*/g;
const GROUPS = /[{}$*_`~\\]/g;

const BEFORE = String.raw`(?<![\p{L}\p{M}\p{N}'’]|[\p{L}]\.)`;
const BEHIND = String.raw`(?![\p{L}\p{M}\p{N}'’]|\.[\p{L}])`;
/** A letter that is part of no word, number or row of initials. */
const LONE = new RegExp(`${BEFORE}[a-z]${BEHIND}`, 'gu');

/** "a good one" offers no choice, "a because it is one" does. */
const IN_A_SENTENCE = /^\s+(?!(?:because|since|as|due|which|or|and)(?![\p{L}]))[\p{L}\p{N}]/u;
const WORDS = new Set(['a', 'i']);

/** Another letter beside it: then neither is chosen. */
const OR_ANOTHER = new RegExp(
  String.raw`^[\s()[\].:]*(?:(?:or|and|&|/|\|)[\s()[\].:]*[a-z]${BEHIND}|,[\s()[\].:]*[a-z][\s()[\].:]*$)`,
  'u',
);

/**
 * Of questions that offer choices: the letter that stands alone in what `boxed-or-answer-is` finds,
 * be it bare, in brackets, in TeX or before a reason. Who names two has chosen none.
 */
export const choice: ScoringRule = {
  help: 'the letter of a choice in what boxed-or-answer-is finds',
  decides: 'em',
  extract: text => {
    const found = boxedOrAnswerIs.extract(text);
    return found === null ? null : letterIn(found) || null;
  },
  normalize: letterIn,
};

/** The first letter that stands alone, in upper case; empty if there is none. */
function letterIn(text: string): string {
  const plain = text.toLowerCase().replace(COMMANDS, ' ').replace(GROUPS, ' ');
  for (const { 0: letter, index } of plain.matchAll(LONE)) {
    const rest = plain.slice(index + 1);
    if (WORDS.has(letter) && IN_A_SENTENCE.test(rest)) continue;
    return OR_ANOTHER.test(rest) ? '' : letter.toUpperCase();
  }
  return '';
}
