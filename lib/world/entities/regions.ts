import type { Random } from '../../random.js';
import { COUNTRIES, numberOf } from '../numbering.js';
import { STONES } from '../wording/lexicon.js';
import { type Line, pick, tell } from '../wording/lines.js';
import { between, grouped } from '../wording/numbers.js';
import type { World } from '../world.js';
import { type Name, type Part, plainName } from './entity.js';
import { refer } from './facts.js';

interface Land {
  name: string;
  /** What the sentence is about: a country, a town, another region. */
  other: string;
  area: string;
  stone: string;
  some: number;
}

const BELONGS: readonly Line<Land>[] = [
  l => `${l.name} is one of the ten regions of ${l.other}.`,
  l => `${l.name} is a region of ${l.other} with an area of ${l.area} square kilometres.`,
  l => `The region of ${l.name} belongs to ${l.other} and covers ${l.area} square kilometres.`,
];
const SEATED: readonly Line<Land>[] = [
  l => `Its administrative seat is ${l.other}.`,
  l => `The region is governed from its seat, ${l.other}, in a hall of ${l.stone}.`,
  l => `${l.other} is its seat, although the courts sit wherever the judge happens to live.`,
];
const BORDERS: readonly Line<Land>[] = [
  l => `To the north it borders on ${l.other}, with which it shares a bishop.`,
  l => `Its northern neighbour is ${l.other}, across a line of ${l.some} boundary stones.`,
  l => `Beyond the hills to the north lies ${l.other}, whose people are thought frivolous.`,
];

export function nameRegion(world: World, index: number): Name {
  return plainName(world.names.region(index));
}

/** The regions of a country lie in a row, the first by the sea in the north. */
export function describeRegion(world: World, index: number, random: Random): Part[] {
  const land = (other: number): Land => ({
    name: world.names.region(index),
    other: world.name(other).mention,
    area: `${grouped(between(random, 800, 9800))}.${between(random, 1, 9)}`,
    stone: pick(random, STONES),
    some: between(random, 30, 900),
  });
  const country = numberOf('country', index % COUNTRIES);
  const seat = numberOf('town', index);
  const parts: Part[] = [
    { text: tell(random, BELONGS, land(country)), facts: [refer(world, 'country', country)] },
    { text: tell(random, SEATED, land(seat)), facts: [refer(world, 'seat', seat)] },
  ];
  if (index < COUNTRIES) {
    parts.push({ text: 'To the north it meets only the sea.', facts: [] });
  } else {
    const north = numberOf('region', index - COUNTRIES);
    parts.push({ text: tell(random, BORDERS, land(north)), facts: [refer(world, 'north', north)] });
  }
  return parts;
}
