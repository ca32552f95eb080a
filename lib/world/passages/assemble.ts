import type { Random } from '../../random.js';
import type { Entity, Part, Relation, ToldFact } from '../entities/entity.js';
import { countWords } from '../wording/words.js';
import type { World } from '../world.js';
import { color } from './color.js';

/** Standard deviation of the logarithm of a passage's length. */
const SPREAD = 0.58;
const SHORTEST = 37;
const LONGEST = 232;

/**
 * Makes a passage of about as many words as are due: the sentences that tell facts come first and
 * are cut off at the end if the passage is to be short; sentences of mere color fill it up.
 */
export function assemble(
  world: World,
  random: Random,
  entity: Omit<Entity, 'sentences' | 'facts'>,
  parts: Part[],
  words: number,
): Entity {
  // A log-normal length with the mean asked for.
  const drawn = words * Math.exp(SPREAD * random.normal() - SPREAD ** 2 / 2);
  const due = Math.min(LONGEST, Math.max(SHORTEST, drawn));

  const told: Part[] = [];
  let length = 0;
  for (const part of parts) {
    if (told.length >= 2 && length >= due - 8) break;
    told.push(part);
    length += countWords(part.text);
  }
  for (const text of color(world, random, entity, due - length)) {
    // Anywhere but at the beginning, where a passage says what it is about.
    told.splice(1 + random.below(told.length), 0, { text, facts: [] });
  }

  const facts = new Map<Relation, ToldFact>();
  told.forEach((part, sentence) => {
    for (const { relation, answer, aliases, target, value } of part.facts) {
      facts.set(relation, { relation, answer, aliases, target, value, sentence });
    }
  });
  return { ...entity, sentences: told.map(part => part.text), facts };
}
