import type { Random } from '../../random.js';
import { COUNTRIES, numberOf, REGIONS } from '../numbering.js';
import { STONES, TRADES } from '../wording/lexicon.js';
import { type Line, pick, tell } from '../wording/lines.js';
import { between, decimal, grouped } from '../wording/numbers.js';
import type { World } from '../world.js';
import { type Name, type Part, plainName } from './entity.js';
import { dated, refer } from './facts.js';

interface Place {
  town: string;
  land: string;
  people: string;
  height: string;
  stone: string;
  year: number;
  trade: string;
  share: string;
}

const LIES: readonly Line<Place>[] = [
  p => `${p.town} is a town of ${p.people} people in the region of ${p.land}.`,
  p => `${p.town} is a market town in the region of ${p.land}, ${p.height} metres above the sea.`,
  p => `Lying in the region of ${p.land}, ${p.town} is a town built largely of ${p.stone}.`,
  p => `${p.town} (population ${p.people}) is a town in the region of ${p.land}.`,
  p => `${p.town} is a river port in the region of ${p.land}, though the river has since moved.`,
  p => `${p.town}, in the region of ${p.land}, is a town of steep streets and ${p.people} souls.`,
];
const CHARTERED: readonly Line<Place>[] = [
  p => `It received its charter in ${p.year}, in exchange for a herd of goats.`,
  p => `Its charter of ${p.year} is kept in a chest with three locks, two of which have been lost.`,
  p => `The town was granted a charter in ${p.year} and has quarrelled over its wording since.`,
  p => `Chartered in ${p.year}, it was allowed a wall, a market and one gallows.`,
  p => `A charter of ${p.year} made it a town; the ink, the townsfolk say, is still wet.`,
];
const TRADED: readonly Line<Place>[] = [
  p => `Its chief trade, known far beyond the district, is ${p.trade}.`,
  p => `Its chief trade is ${p.trade}, which ${p.share} per cent of the households live by.`,
  p => `Visitors come for the ${p.trade}, the town's chief trade, and stay for the weather.`,
  p => `Its chief trade, ${p.trade}, has a guild, a patron saint and a smell.`,
];

/** Index of the region that a town lies in; the first towns are the regions' seats. */
function regionOfTown(index: number): number {
  return index % REGIONS;
}

/** Index of the country that a town lies in. */
export function countryOfTown(index: number): number {
  return regionOfTown(index) % COUNTRIES;
}

/** A name such as `Velmar`, or `Velmar (Orlmark)` where there is another Velmar. */
export function nameTown(world: World, index: number): Name {
  const { name, again } = world.names.town(index);
  if (!again) return plainName(name);
  const region = world.names.region(regionOfTown(index));
  const bare = `${name}, ${region}`;
  return { title: `${name} (${region})`, mention: bare, bare, aliases: [name] };
}

export function describeTown(world: World, index: number, random: Random): Part[] {
  const region = numberOf('region', regionOfTown(index));
  const place: Place = {
    town: world.name(numberOf('town', index)).mention,
    land: world.name(region).mention,
    people: grouped(between(random, 900, 240_000)),
    height: decimal(random, 2, 900),
    stone: pick(random, STONES),
    year: between(random, 702, 1420),
    trade: pick(random, TRADES),
    share: decimal(random, 12, 88),
  };
  return [
    { text: tell(random, LIES, place), facts: [refer(world, 'region', region)] },
    { text: tell(random, CHARTERED, place), facts: [dated('chartered', place.year)] },
    { text: tell(random, TRADED, place), facts: [{ relation: 'trade', answer: place.trade }] },
  ];
}
