import type { Random } from '../../random.js';
import { LANGUAGES } from '../names/languages.js';
import { numberOf, SEATS } from '../numbering.js';
import { COMPOSERS, DIRECTORS, OTHERS, PAINTERS, WRITERS } from '../wording/lexicon.js';
import type { World } from '../world.js';
import type { Life } from './bare-data.js';

/** The year in which the world is described. */
export const NOW = 2024;
/** Persons of one house. */
export const MEMBERS = 4;
/** Two houses (a house and its neighbour of the same language) share a home town. */
const NEIGHBOURS = LANGUAGES.length;

/** The lives of a house, in order of birth. One family name belongs to one house. */
export function makeHouse(world: World, house: number): Life[] {
  const random = world.random('house', house);
  const language = house % LANGUAGES.length;
  const home = homeOf(world, random, house);
  const family = world.names.family(house);
  const choice = random.below(1000);
  const repeats = random.below(8) === 0;
  let born = 1440 + random.below(480);
  const gaps = [0, 22 + random.below(16), 22 + random.below(14), 1 + random.below(9)];

  return gaps.map((gap, member) => {
    born += gap;
    const namesake = repeats && (member === 0 || member === 3);
    const woman = member >= 2 && !namesake && random.below(2) === 0;
    const died = born + 44 + random.below(46);
    const maker = namesake ? member === 0 : random.below(2) === 0;
    // Neighbours in the table of names differ, so no two of a house but namesakes are named alike.
    const given = choice + (namesake ? 0 : member) * 50;
    return {
      member,
      woman,
      born,
      home,
      namesake,
      family,
      given: world.names.given(language, woman, given),
      profession: professionOf(random, born, maker),
      died: died < NOW ? died : undefined,
      middle:
        member === 2 && house % 3 === 0
          ? world.names.given(language, woman, choice + 25)
          : undefined,
    };
  });
}

/**
 * Makers and others are about equally many. Of two namesakes the elder is a maker and the younger
 * is not, so that their professions tell them apart.
 */
function professionOf(random: Random, born: number, maker: boolean): string {
  const crafts = [WRITERS, COMPOSERS, PAINTERS, DIRECTORS];
  const list = maker ? crafts[random.below(born > 1875 ? 4 : 3)]! : OTHERS;
  return list[random.below(list.length)]!;
}

/** Every other house has a town of its own; the rest live where the neighbour does. */
function homeOf(world: World, random: Random, house: number): number {
  const language = house % NEIGHBOURS;
  const rank = Math.floor(house / NEIGHBOURS);
  if (rank % 2 === 1) return world.life((house - NEIGHBOURS) * MEMBERS).home;
  if (random.below(4) === 0) {
    return numberOf('town', random.below(SEATS / NEIGHBOURS) * NEIGHBOURS + language);
  }
  // Three towns a language follow on each two houses.
  const towns = SEATS / NEIGHBOURS + (rank / 2) * 3 + random.below(6);
  return numberOf('town', towns * NEIGHBOURS + language);
}
