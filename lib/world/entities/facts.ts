import type { World } from '../world.js';
import type { Fact, Relation } from './entity.js';

/** The fact that another entity is the answer. */
export function refer(world: World, relation: Relation, target: number): Fact {
  const { bare, aliases } = world.name(target);
  return { relation, answer: bare, aliases, target };
}

/** The fact that something happened in a year. */
export function dated(relation: Relation, year: number): Fact {
  return { relation, answer: String(year), value: year };
}
