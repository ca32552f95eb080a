import type { Needle, PlacedNeedle } from '../records/needle.js';
import { sentenceOf } from './wording.js';

const SECOND_UNITS = /[\udc00-\udfff]/g;

/** Where needles stand in a context; they are given in its order. */
export function placedIn(
  context: string,
  needles: readonly Needle[],
  format: string,
): PlacedNeedle[] {
  let from = 0;
  let characters = 0;
  return needles.map(needle => {
    const start = context.indexOf(sentenceOf(needle, format), from);
    const before = context.slice(from, start);
    // A character beyond U+FFFF has two units.
    characters += before.length - (before.match(SECOND_UNITS)?.length ?? 0);
    from = start;
    return { ...needle, at: characters };
  });
}
