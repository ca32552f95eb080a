import type { Random } from '../../random.js';
import type { Entity, ToldFact } from '../entities/entity.js';
import { pick } from '../wording/lines.js';
import type { World } from '../world.js';
import { PHRASES } from './phrases.js';

/** One hop: a fact and the entity whose passage tells it. */
export interface Step {
  entity: Entity;
  fact: ToldFact;
}

/** A question with the hops that lead to its answer. */
export interface Asked {
  type: 'bridge' | 'inference' | 'comparison' | 'bridge_comparison';
  text: string;
  answer: string;
  aliases: string[];
  /** Number of the entity that is the answer, if it is one. */
  target?: number;
  steps: Step[];
}

/**
 * Walks `hops` facts on from an entity, each about the answer of the one before. Gives nothing
 * where the walk ends early, turns back, or where an earlier passage gives the answer away.
 */
export function walk(world: World, random: Random, head: Entity, hops: number): Step[] | undefined {
  const steps: Step[] = [];
  let entity = head;
  for (let hop = 1; hop < hops; hop++) {
    const onward = [...entity.facts.values()].filter(
      ({ target }) => target !== undefined && !steps.some(step => step.entity.number === target),
    );
    if (onward.length === 0) return undefined;
    const fact = pick(random, onward);
    steps.push({ entity, fact });
    entity = world.entity(fact.target!);
  }
  const fact = pick(random, [...entity.facts.values()]);
  if (steps.some(step => givesAway(step.entity, fact.answer))) return undefined;
  return [...steps, { entity, fact }];
}

function givesAway({ title, sentences }: Entity, answer: string): boolean {
  return title.includes(answer) || sentences.some(sentence => sentence.includes(answer));
}

/** Puts a walk into one question that names nothing but its first entity. */
export function askAbout(random: Random, steps: Step[]): Asked {
  const { fact } = steps.at(-1)!;
  const subject = steps
    .slice(0, -1)
    .reduce(
      (named, step) => pick(random, PHRASES[step.fact.relation].nouns!)(named),
      steps[0]!.entity.mention,
    );
  return {
    type: 'bridge',
    text: pick(random, PHRASES[fact.relation].asks)(subject),
    answer: fact.answer,
    aliases: fact.aliases ?? [],
    ...(fact.target !== undefined && { target: fact.target }),
    steps,
  };
}

/** A question whose two hops make one new relation: the father of the father. */
export function askGrandfather(world: World, head: Entity): Asked | undefined {
  const father = head.facts.get('father');
  if (!father) return undefined;
  const elder = world.entity(father.target!);
  const fact = elder.facts.get('father');
  if (!fact || givesAway(head, fact.answer)) return undefined;
  return {
    type: 'inference',
    text: `Who was the paternal grandfather of ${head.mention}?`,
    answer: fact.answer,
    aliases: [],
    target: fact.target!,
    steps: [
      { entity: head, fact: father },
      { entity: elder, fact },
    ],
  };
}
