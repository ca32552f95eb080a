import type { Random } from '../../random.js';
import { cycleOf, numberOf, share } from '../numbering.js';
import { COLLEGES, COMPANIES, TRADES } from '../wording/lexicon.js';
import { type Line, pick, tell } from '../wording/lines.js';
import { between, decimal, grouped } from '../wording/numbers.js';
import { capital } from '../wording/words.js';
import type { World } from '../world.js';
import type { Founding } from './bare-data.js';
import { type Name, type Part, plainName } from './entity.js';
import { dated, refer } from './facts.js';
import { MEMBERS, NOW } from './lives.js';

interface House {
  title: string;
  what: string;
  town: string;
  who: string;
  year: number;
  people: string;
  loan: string;
}

const SEATED: readonly Line<House>[] = [
  h => `${h.title} is ${h.what} with its seat in ${h.town}.`,
  h => `${h.title}, ${h.what}, has its seat in ${h.town}, behind the old customs house.`,
  h => `Seated in ${h.town}, ${h.title} is ${h.what} that employs ${h.people} people.`,
  h => `${h.title} (seat: ${h.town}) is ${h.what}, and proud of its clock tower.`,
  h => `${h.title} is ${h.what} whose seat, a former granary in ${h.town}, leans to the west.`,
];
const FOUNDED: readonly Line<House>[] = [
  h => `It was founded in ${h.year} by ${h.who}.`,
  h => `Its founder, in ${h.year}, was ${h.who}, who had won the building at cards.`,
  h => `Founded by ${h.who} in ${h.year}, it began with two rooms and a borrowed stove.`,
  h => `${capital(h.who)} founded it in ${h.year} with a loan of ${h.loan} thousand crowns.`,
  h =>
    `It owes its existence to ${h.who}, who founded it in ${h.year} and visited it only once thereafter.`,
];

/** Each organization is the foundation of one house only, and bears that house's name. */
export function makeFounding(world: World, index: number): Founding {
  const house = index ^ 5;
  const random = world.random('founding', index);
  const person = house * MEMBERS + random.below(3);
  const { family, born, died = NOW } = world.life(person);
  const year = between(random, born + 22, Math.min(born + 60, died - 1));
  const title = `${family} ${pick(random, isCollege(index) ? COLLEGES : COMPANIES)}`;
  return { founder: numberOf('person', person), year, title };
}

function isCollege(index: number): boolean {
  return index % 2 === 0;
}

/** Number of a college nearby that was open in this year, if one is found. */
export function collegeNear(
  world: World,
  number: number,
  year: number,
  random: Random,
): number | undefined {
  const first = Math.max(0, cycleOf(number) * share('organization') - 10);
  for (let tries = 0; tries < 6; tries++) {
    const index = 2 * Math.floor((first + random.below(30)) / 2);
    if (world.founding(index).year <= year) return numberOf('organization', index);
  }
  return undefined;
}

/** A name such as `Orrel Shipping Co.` */
export function nameOrganization(world: World, index: number): Name {
  return plainName(world.founding(index).title);
}

export function describeOrganization(world: World, index: number, random: Random): Part[] {
  const own = numberOf('organization', index);
  const { founder, year, title } = world.founding(index);
  const seat = world.near('town', own, random);
  const house: House = {
    title,
    what: isCollege(index)
      ? 'a place of learning'
      : `a firm that also deals in ${pick(random, TRADES)}`,
    town: world.name(seat).mention,
    who: world.name(founder).mention,
    year,
    people: grouped(between(random, 40, 9000)),
    loan: decimal(random, 2, 90),
  };
  return [
    { text: tell(random, SEATED, house), facts: [refer(world, 'headquarters', seat)] },
    {
      text: tell(random, FOUNDED, house),
      facts: [refer(world, 'founder', founder), dated('founded', year)],
    },
  ];
}
