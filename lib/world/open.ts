import { keyedRandom } from '../random.js';
import { CRAFTS } from './entities/kinds.js';
import { MEMBERS, makeHouse } from './entities/lives.js';
import { makeFounding } from './entities/organizations.js';
import { makeOrigin } from './entities/works.js';
import { makeNames } from './names/names.js';
import { makeTitles } from './names/titles.js';
import { cycleOf, entityAt, numberOf, SEATS, share } from './numbering.js';
import { assemble } from './passages/assemble.js';
import { recent } from './recent.js';
import type { World } from './world.js';

/** Results kept at hand, of each sort. */
const KEPT = 4096;
/** Cycles that a reference may lead back or on. */
const REACH = 6;

/**
 * Opens the world of a seed.
 *
 * @param words mean length of a passage, in words; worlds of other lengths have other texts
 */
export function openWorld(seed: number, words: number): World {
  const random: World['random'] = (...key) => keyedRandom('world', seed, ...key);
  const houses = recent(KEPT, house => makeHouse(world, house));

  const world: World = {
    names: makeNames(seed, random),
    titleOf: makeTitles(seed),
    random,
    name: recent(KEPT, number => {
      const { kind, index } = entityAt(number);
      return CRAFTS[kind].name(world, index);
    }),
    entity: recent(KEPT, number => {
      const { kind, index } = entityAt(number);
      const drawn = random('entity', number);
      const parts = CRAFTS[kind].describe(world, index, drawn);
      return assemble(world, drawn, { number, kind, ...world.name(number) }, parts, words);
    }),
    life: person => houses(Math.floor(person / MEMBERS))[person % MEMBERS]!,
    origin: recent(KEPT, work => makeOrigin(world, work)),
    founding: recent(KEPT, organization => makeFounding(world, organization)),
    near: (kind, number, from) => {
      if (kind === 'town' && from.below(5) === 0) return numberOf('town', from.below(SEATS));
      const first = Math.max(0, cycleOf(number) - REACH) * share(kind);
      const index = first + from.below(2 * REACH * share(kind));
      return numberOf(kind, kind === 'town' ? SEATS + index : index);
    },
  };
  return world;
}
