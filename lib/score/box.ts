import { trimBlanks } from './white-space.js';

const BOX = '\\boxed';
const OPEN_BOX = '\\boxed ';

/**
 * What the last `\boxed{..}` holds, braces balanced. A last box that never closes is none, and the
 * ones before it do not count: the model was about to say something else.
 */
export function lastBox(text: string): string | null {
  const start = text.lastIndexOf(BOX) + BOX.length;
  if (start < BOX.length || text[start] !== '{') return null;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return trimBlanks(text.slice(start + 1, at));
  }
  return null;
}

/** The same, but TeX's `\boxed x$`, where it occurs at all, comes before boxes with braces. */
export function lastBoxOfAnyKind(text: string): string | null {
  const start = text.lastIndexOf(OPEN_BOX);
  if (start < 0) return lastBox(text);
  const [inside = ''] = text.slice(start + OPEN_BOX.length).split('$', 1);
  return trimBlanks(inside);
}
