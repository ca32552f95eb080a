import { keyedRandom, type Random } from '../random.js';
import { assemble } from './assemble.js';
import { describeCountry, nameCountry } from './countries.js';
import type { Entity, Name, Part } from './entity.js';
import { describeEvent, nameEvent } from './events.js';
import { describeLandmark, nameLandmark } from './landmarks.js';
import { type Life, MEMBERS, makeHouse } from './lives.js';
import { makeNames, type Names } from './names.js';
import { cycleOf, entityAt, type Kind, numberOf, SEATS, share } from './numbering.js';
import {
  describeOrganisation,
  type Founding,
  makeFounding,
  nameOrganisation,
} from './organisations.js';
import { describePerson, namePerson } from './people.js';
import { recent } from './recent.js';
import { describeRegion, nameRegion } from './regions.js';
import { makeTitles } from './titles.js';
import { describeTown, nameTown } from './towns.js';
import { describeWork, makeOrigin, nameWork, type Origin } from './works.js';

/**
 * An invented world without end. Everything in it is a pure function of (seed, words, number), so
 * nothing needs to be kept; what was made lately is at hand.
 */
export interface World {
  names: Names;
  /** The title of a work, by a running number of titles. */
  titleOf(index: number): string;
  /** The generator that belongs to a key in this world. */
  random(...key: (string | number)[]): Random;
  /** How the entity with this number is named. */
  name(number: number): Name;
  /** The entity with this number, its passage and the facts that it tells. */
  entity(number: number): Entity;
  /** Bare data, by the index within the kind: enough for a name and a date. */
  life(person: number): Life;
  origin(work: number): Origin;
  founding(organisation: number): Founding;
  /** Number of some entity of the kind that stands near another one (or is a seat). */
  near(kind: Kind, number: number, random: Random): number;
}

/** How a kind of entity is named and described. */
interface Craft {
  name: (world: World, index: number) => Name;
  /** Sentences that tell facts, the most important first. */
  describe: (world: World, index: number, random: Random) => Part[];
}

const CRAFTS: Record<Kind, Craft> = {
  country: { name: nameCountry, describe: describeCountry },
  region: { name: nameRegion, describe: describeRegion },
  town: { name: nameTown, describe: describeTown },
  person: { name: namePerson, describe: describePerson },
  work: { name: nameWork, describe: describeWork },
  organisation: { name: nameOrganisation, describe: describeOrganisation },
  event: { name: nameEvent, describe: describeEvent },
  landmark: { name: nameLandmark, describe: describeLandmark },
};

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
    founding: recent(KEPT, organisation => makeFounding(world, organisation)),
    near: (kind, number, from) => {
      if (kind === 'town' && from.below(5) === 0) return numberOf('town', from.below(SEATS));
      const first = Math.max(0, cycleOf(number) - REACH) * share(kind);
      const index = first + from.below(2 * REACH * share(kind));
      return numberOf(kind, kind === 'town' ? SEATS + index : index);
    },
  };
  return world;
}
