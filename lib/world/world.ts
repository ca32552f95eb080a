import type { Random } from '../random.js';
import type { Founding, Life, Origin } from './entities/bare-data.js';
import type { Entity, Name } from './entities/entity.js';
import type { Names } from './names/names.js';
import type { Kind } from './numbering.js';

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
  founding(organization: number): Founding;
  /** Number of some entity of the kind that stands near another one (or is a seat). */
  near(kind: Kind, number: number, random: Random): number;
}
