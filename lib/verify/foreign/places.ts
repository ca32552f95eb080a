import type { Finding } from '../finding.js';
import type { Mark } from '../view/scan.js';
import { notBetweenSentences } from '../view/sentence.js';
import { excerpt } from '../view/squeeze.js';
import type { Breach } from './kinds.js';
import { type ForeignView, lenientPair } from './view.js';

/** Whether pairs are JSON, stand between words, and are written and placed as ours are. */
export function judgePairs(view: ForeignView): { broken: Breach[]; differences: Finding[] } {
  const { bare, context, marks } = view;
  const broken: Breach[] = [];
  const differences: Finding[] = [];
  for (const mark of marks) {
    const key = lenientPair(context, mark)?.[0];
    if (!mark.pair) {
      const message = `this pair is no JSON: ${excerpt(context, mark.start)}`;
      broken.push({ kind: 'invalid_pairs', message });
    }
    const place = placeOf(bare, mark.offset);
    const where = excerpt(bare, mark.offset);
    if (place.isInWord) {
      const message = `the pair of ${key} stands inside a word or a number: ${where}`;
      broken.push({ kind: 'pairs_in_words', message });
      continue;
    }
    if (place.wrong) {
      const message = `the pair of ${key} stands ${place.wrong}: ${where}`;
      differences.push({ check: 'insertion', message });
    }
    const wrong = writing(context, mark);
    if (wrong) differences.push({ check: 'pairs', message: `${wrong} the pair of ${key}` });
  }
  return { broken, differences };
}

// --- internal ---

const INK = /^[\p{L}\p{N}]/u;

/**
 * What a place in a context without its pairs is. What follows at once, letter or digit, belongs to a word that
 * was cut, unless the line begins here: a blank before the pair is the pair's own.
 */
function placeOf(bare: string, offset: number): { isInWord: boolean; wrong?: string | undefined } {
  const left = bare.slice(Math.max(0, offset - 200), offset).replace(/[ \t]+$/, '');
  const right = bare.slice(offset, offset + 200);
  const isLine = left === '' || left.endsWith('\n');
  if (INK.test(right) && !isLine) return { isInWord: true };
  if (isLine || /^[ \t]*(\n|$)/.test(right) || /^\S/.test(right)) return { isInWord: false };
  return { isInWord: false, wrong: notBetweenSentences(bare, offset) };
}

function writing(context: string, { start, end }: Mark): string | undefined {
  if (context[end - 1] !== '.') return 'no full stop follows';
  const sides = [context[start - 1] ?? ' ', context[end] ?? ' '];
  return sides.every(side => /\s/.test(side)) ? undefined : 'no blank on both sides of';
}
