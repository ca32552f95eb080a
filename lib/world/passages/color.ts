import type { Random } from '../../random.js';
import type { Entity } from '../entities/entity.js';
import { entityAt, type Kind } from '../numbering.js';
import { type Line, pick } from '../wording/lines.js';
import { capital, countWords } from '../wording/words.js';
import type { World } from '../world.js';
import { ASIDES, COMMON, LEARNED, LOCAL, type Palette, PERSONAL } from './clauses.js';

const CLAUSES: Record<Kind, readonly Line<Palette>[]> = {
  country: [...LOCAL, ...COMMON],
  region: [...LOCAL, ...COMMON],
  town: [...LOCAL, ...COMMON],
  landmark: [...LOCAL, ...COMMON],
  person: [...PERSONAL, ...COMMON],
  work: [...LEARNED, ...COMMON],
  organization: [...LEARNED, ...COMMON],
  event: [...LEARNED, ...COMMON],
};
const OPENERS = [
  'Even so, ',
  'By all accounts, ',
  'In later times, ',
  'Moreover, ',
  'To this day, ',
];
const LINKS = ['; ', ', and ', ', while ', '; meanwhile, ', ', though ', ' – '];
const STRANGERS = [
  'Dr. E. Pell',
  'the Abbot of St. Osric',
  'Mrs. Gant',
  'Prof. J. Marl',
  'Capt. Oake',
];
/** Words of a sentence that is still worth adding. */
const SLACK = 8;

/** Sentences of mere color, about `due` words in all; they tell nothing that is asked for. */
export function color(
  world: World,
  random: Random,
  entity: Pick<Entity, 'number' | 'kind' | 'bare' | 'mention'>,
  due: number,
): string[] {
  if (due < SLACK) return [];
  const others = [companionOf(world, random, entity), companionOf(world, random, entity)];
  const towns = [1, 2].map(() => world.name(world.near('town', entity.number, random)).mention);
  const palette: Palette = {
    random,
    it: subjectOf(entity),
    get who() {
      return pick(random, others);
    },
    get where() {
      return pick(random, towns);
    },
  };
  const clause = drawing(random, CLAUSES[entity.kind]);
  const aside = drawing(random, ASIDES);
  const sentences: string[] = [];
  for (let words = 0; words < due - SLACK; words += countWords(sentences.at(-1)!)) {
    if (random.below(8) === 0 && words > 0) {
      sentences.push(aside(palette));
      continue;
    }
    // Long passages have longer sentences, not only more of them.
    const long = due - words > 24 && random.below(160) < due;
    const first = (random.below(6) === 0 ? pick(random, OPENERS) : '') + clause(palette);
    const text = long ? first + pick(random, LINKS) + clause(palette) : first;
    sentences.push(capital(/\.["”]?$/u.test(text) ? text : `${text}.`));
  }
  return sentences;
}

function subjectOf({ kind, bare, mention }: Pick<Entity, 'kind' | 'bare' | 'mention'>): string {
  if (kind === 'work') return `"${bare}"`;
  return kind === 'event' || kind === 'landmark' ? mention : bare;
}

/** Somebody from elsewhere; for a person, somebody who may have been an acquaintance. */
function companionOf(
  world: World,
  random: Random,
  { number, kind }: Pick<Entity, 'number' | 'kind'>,
): string {
  const self = kind === 'person' ? world.life(entityAt(number).index) : undefined;
  for (let tries = 0; tries < 5; tries++) {
    const other = world.near('person', number, random);
    const { born, family } = world.life(entityAt(other).index);
    const fits = !self || (Math.abs(born - self.born) < 45 && family !== self.family);
    if (fits) return world.name(other).mention;
  }
  return pick(random, STRANGERS);
}

/** Draws one line after the other, none twice before all have been drawn (32 lines at most). */
function drawing<C>(random: Random, lines: readonly Line<C>[]): Line<C> {
  let drawn = 0;
  let left = 0;
  return context => {
    if (left === 0) [drawn, left] = [0, lines.length];
    let at = random.below(lines.length);
    while (drawn & (1 << at)) at = (at + 1) % lines.length;
    drawn |= 1 << at;
    left--;
    return lines[at]!(context);
  };
}
