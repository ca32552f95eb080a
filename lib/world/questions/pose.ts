import type { Random } from '../../random.js';
import type { Entity } from '../entities/entity.js';
import { ATLAS, cycleOf } from '../numbering.js';
import { pick } from '../wording/lines.js';
import type { World } from '../world.js';
import { type Asked, askAbout, askGrandfather, walk } from './chains.js';
import { compare, compareMakers } from './comparisons.js';

/** What a shape's questions and their passages are like. */
export interface Style {
  /** Passages a question brings along. */
  passages: number;
  /** Entities that come with each question for the first time; the rest are other questions'. */
  fresh: number;
  /** Mean words of a passage. */
  words: number;
  /** Kinds of question and how often each is meant to come, of a hundred. */
  mix: readonly (readonly [Recipe, number])[];
}

/** A number is a walk of so many hops. */
export type Recipe = 2 | 3 | 4 | 'comparison' | 'bridge_comparison' | 'inference';

/** A question and the numbers of its passages, in order. */
export interface Posed extends Asked {
  /** Ordinal of the question, from 0. */
  index: number;
  passages: Entity[];
  /** For what else a shape has to choose about this question. */
  random: Random;
}

const TRIES = 60;

/**
 * Makes the question with this ordinal. Each question has a few entities to itself, and asks
 * about one of them: so no two questions are alike.
 */
export function pose(world: World, style: Style, index: number): Posed {
  const random = world.random('question', index);
  const first = ATLAS + Math.floor(index * style.fresh);
  const end = ATLAS + Math.floor((index + 1) * style.fresh);
  const own = Array.from({ length: end - first }, (_, at) => world.entity(first + at));
  const asked = ask(world, random, own, recipeFor(random, style));
  return { ...asked, index, random, passages: gather(world, random, style, asked, own) };
}

function recipeFor(random: Random, { mix }: Style): Recipe {
  let drawn = random.below(100);
  for (const [recipe, weight] of mix) {
    if (drawn < weight) return recipe;
    drawn -= weight;
  }
  return 2;
}

/** Tries the recipe on the question's own entities, else a walk, else a shorter one. */
function ask(world: World, random: Random, own: Entity[], recipe: Recipe): Asked {
  const before = own[0]!.number;
  for (const head of random.shuffle([...own])) {
    const asked =
      recipe === 'comparison'
        ? compare(world, random, head, before)
        : recipe === 'bridge_comparison'
          ? compareMakers(world, random, head, before)
          : recipe === 'inference'
            ? askGrandfather(world, head)
            : undefined;
    if (asked) return asked;
  }
  for (let hops = typeof recipe === 'number' ? recipe : 2; hops >= 2; hops--) {
    for (let tries = 0; tries < TRIES; tries++) {
      const steps = walk(world, random, pick(random, own), hops);
      const asked = steps && askAbout(random, steps);
      if (asked && !asked.text.includes(asked.answer)) return asked;
    }
  }
  throw new Error(`no question can be asked about entity ${before}`);
}

/**
 * The passages of a question, shuffled: what the answer needs, the question's own entities,
 * entities that the supporting passages speak of, and any that came before.
 */
function gather(
  world: World,
  random: Random,
  { passages }: Style,
  { steps }: Asked,
  own: Entity[],
): Entity[] {
  const gathered = new Map<number, Entity>();
  const add = (entity: Entity): void => {
    if (gathered.size < passages) gathered.set(entity.number, entity);
  };
  for (const { entity } of steps) add(entity);
  for (const entity of own) add(entity);

  const spoken = steps.flatMap(({ entity }) => [...entity.facts.values()]);
  const answer = steps.at(-1)!.fact;
  for (const { target } of random.shuffle(spoken).slice(0, passages / 4)) {
    if (target !== undefined && target !== answer.target) add(world.entity(target));
  }
  const last = own.at(-1)!.number;
  while (gathered.size < passages) {
    // The first questions of a world have hardly any before them.
    const start = cycleOf(last) < 5 ? 0 : ATLAS;
    add(world.entity(start + random.below(last - start)));
  }
  return random.shuffle([...gathered.values()]);
}
