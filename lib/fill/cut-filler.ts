import type { StoredPassage } from '../corpus/store/codec.js';
import type { Admission } from './admission.js';
import type { ChooseParts } from './choose-parts.js';

/** Draws of which the one is cut that leaves the least room. */
const DRAWS = 16;

/**
 * The first sentences of a passage of a text that fill what is left of the room best; undefined where
 * none of the next draws is such a passage, or has a sentence that fits. Behind the last draw come the
 * first ones, of which those that were too long have not been taken.
 *
 * @param drawn passages that were drawn before
 * @param room tokens that it may take
 */
export function cutFiller(
  { pool: { draws }, cut }: ChooseParts,
  drawn: number,
  room: number,
  admit: Admission,
): StoredPassage | undefined {
  if (!cut) return undefined;
  const parts: StoredPassage[] = [];
  for (let i = 0; i < Math.min(DRAWS, draws.size); i++) {
    const position = (drawn + i) % draws.size;
    const part = cut(draws.at(position), room);
    if (part) parts.push(Object.assign(part, { drawn: position }));
  }
  return parts.sort((a, b) => b.tokens - a.tokens).find(admit);
}
