import type { Random } from '../../random.js';
import type { Entity, Relation } from '../entities/entity.js';
import { pick } from '../wording/lines.js';
import type { World } from '../world.js';
import type { Asked, Step } from './chains.js';
import { PHRASES } from './phrases.js';

const TRIES = 16;
const MAKERS: readonly Relation[] = ['author', 'composer', 'painter', 'director'];

/**
 * Compares an entity with another one of its kind that comes before `before`: which has the
 * lesser value, or whether two answers are the same.
 */
export function compare(
  world: World,
  random: Random,
  one: Entity,
  before: number,
): Asked | undefined {
  const comparable = [...one.facts.keys()].filter(
    relation => PHRASES[relation].earlier ?? PHRASES[relation].same,
  );
  if (comparable.length === 0) return undefined;
  const relation = pick(random, comparable);
  const { earlier, same } = PHRASES[relation];
  const fact = one.facts.get(relation)!;
  // Left to chance, hardly any two would agree.
  const agree = random.below(2) === 0;

  for (const other of others(world, random, one, before)) {
    const counterpart = other.facts.get(relation);
    if (!counterpart) continue;
    const steps: Step[] = [
      { entity: one, fact },
      { entity: other, fact: counterpart },
    ];
    const [a, b] = random.shuffle([one, other]) as [Entity, Entity];
    if (same && (counterpart.answer === fact.answer) === agree) {
      const text = same(a.mention, b.mention);
      return { type: 'comparison', text, answer: agree ? 'yes' : 'no', aliases: [], steps };
    }
    if (earlier && fact.value !== counterpart.value) {
      const winner = fact.value! < counterpart.value! ? one : other;
      return chosen('comparison', earlier(a.mention, b.mention), winner, steps);
    }
  }
  return undefined;
}

/** Compares the dates of birth of the makers of two works. */
export function compareMakers(
  world: World,
  random: Random,
  one: Entity,
  before: number,
): Asked | undefined {
  const first = makerOf(world, one);
  if (!first) return undefined;
  for (const other of others(world, random, one, before)) {
    const second = makerOf(world, other);
    if (!second || second[1]!.fact.value === first[1]!.fact.value) continue;
    const winner = first[1]!.fact.value! < second[1]!.fact.value! ? one : other;
    const [a, b] = random.shuffle([one, other]) as [Entity, Entity];
    const text = `Which is by the person who was born first, ${a.mention} or ${b.mention}?`;
    return chosen('bridge_comparison', text, winner, [
      first[0]!,
      second[0]!,
      first[1]!,
      second[1]!,
    ]);
  }
  return undefined;
}

function makerOf(world: World, work: Entity): Step[] | undefined {
  const fact = MAKERS.map(relation => work.facts.get(relation)).find(Boolean);
  if (!fact) return undefined;
  const entity = world.entity(fact.target!);
  return [
    { entity: work, fact },
    { entity, fact: entity.facts.get('born')! },
  ];
}

/** Others of the kind, before a number, and not of the same name. */
function* others(world: World, random: Random, one: Entity, before: number): Generator<Entity> {
  for (let tries = 0; tries < TRIES; tries++) {
    const number = world.near(one.kind, before, random);
    if (number >= before) continue;
    const other = world.entity(number);
    if (!one.mention.includes(other.bare) && !other.mention.includes(one.bare)) yield other;
  }
}

function chosen(type: Asked['type'], text: string, winner: Entity, steps: Step[]): Asked {
  return { type, text, answer: winner.bare, aliases: [], target: winner.number, steps };
}
