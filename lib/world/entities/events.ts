import type { Random } from '../../random.js';
import { cycleOf, entityAt, numberOf, SEATS, share } from '../numbering.js';
import { type Line, tell } from '../wording/lines.js';
import { between, decimal, grouped } from '../wording/numbers.js';
import { capital } from '../wording/words.js';
import type { World } from '../world.js';
import type { Name, Part } from './entity.js';
import { dated, refer } from './facts.js';
import { NOW } from './lives.js';

/** What it was, and what was done by whoever was in charge. */
const TYPES: readonly (readonly [name: string, led: string])[] = [
  ['Siege of', 'The defence was led by'],
  ['Treaty of', 'The terms were drafted by'],
  ['Great Fire of', 'The fire watch was then commanded by'],
  ['Congress of', 'The sessions were presided over by'],
  ['Flood of', 'The rescue was directed by'],
  ['Exhibition of', 'It was organised by'],
  ['Mutiny at', 'The mutineers were led by'],
  ['Airship Race of', 'It was organised by'],
];

interface Happening {
  it: string;
  led: string;
  who: string;
  town: string;
  year: number;
  days: number;
  hours: string;
  people: string;
}

const WHEN: readonly Line<Happening>[] = [
  h => `${capital(h.it)} took place in ${h.year} and lasted ${h.days} days.`,
  h => `${capital(h.it)} is the name given to the events of ${h.days} days in ${h.year}.`,
  h => `In ${h.year}, after ${h.days} days of rain, ${h.it} entered the chronicles.`,
  h => `${capital(h.it)} (${h.year}) is remembered chiefly for its ${h.days} postponements.`,
];
const WHO: readonly Line<Happening>[] = [
  h => `${h.led} ${h.who}.`,
  h => `${h.led} ${h.who}, a stranger to the district.`,
  h => `${h.led} ${h.who}, who slept ${h.hours} hours a night throughout.`,
  h => `${h.led} ${h.who}; nobody else had wanted to.`,
];
const WHERE: readonly Line<Happening>[] = [
  h => `All of it happened within the walls of ${h.town}, before ${h.people} witnesses.`,
  h => `A tablet in ${h.town}, where it happened, says only: "Long may it be over."`,
  h => `It took its course in ${h.town}, at a cost of ${h.people} crowns.`,
];

/** Each event has a town to itself, so that its title is its own. */
function townOf(index: number): number {
  const cycle = cycleOf(numberOf('event', index));
  const towns = share('town');
  return numberOf('town', SEATS + cycle * towns + (index % towns));
}

function typeOf(index: number): (typeof TYPES)[number] {
  return TYPES[index % TYPES.length]!;
}

/** A name such as `Siege of Velmar`. */
export function nameEvent(world: World, index: number): Name {
  const [type] = typeOf(index);
  const town = world.name(townOf(index));
  const bare = `${type} ${town.bare}`;
  return { title: `${type} ${town.title}`, mention: `the ${bare}`, bare, aliases: [] };
}

export function describeEvent(world: World, index: number, random: Random): Part[] {
  const own = numberOf('event', index);
  const { mention } = world.name(own);
  const place = townOf(index);
  const leader = world.near('person', own, random);
  const { born, died = NOW } = world.life(entityAt(leader).index);
  const happening: Happening = {
    it: mention,
    led: typeOf(index)[1],
    who: world.name(leader).mention,
    town: world.name(place).mention,
    year: between(random, born + 20, died - 1),
    days: between(random, 2, 90),
    hours: decimal(random, 2, 6),
    people: grouped(between(random, 200, 20_000)),
  };
  return [
    { text: tell(random, WHEN, happening), facts: [dated('year', happening.year)] },
    { text: tell(random, WHO, happening), facts: [refer(world, 'leader', leader)] },
    { text: tell(random, WHERE, happening), facts: [refer(world, 'place', place)] },
  ];
}
