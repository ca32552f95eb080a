import type { Random } from '../../random.js';
import { LANGUAGES } from '../names/languages.js';
import { entityAt, numberOf, REGIONS } from '../numbering.js';
import { type Line, tell } from '../wording/lines.js';
import { between, decimal } from '../wording/numbers.js';
import { capital } from '../wording/words.js';
import type { World } from '../world.js';
import type { Name, Part } from './entity.js';
import { dated, refer } from './facts.js';
import { NOW } from './lives.js';

interface Type {
  name: (stem: string) => string;
  what: string;
  /** What is measured of it, and in what. */
  measure: readonly [noun: string, unit: string, low: number, high: number];
}

const TYPES: readonly Type[] = [
  { name: s => `River ${s}`, what: 'river', measure: ['length', 'kilometres', 20, 900] },
  { name: s => `Mount ${s}`, what: 'mountain', measure: ['height', 'metres', 700, 5200] },
  { name: s => `${s} Light`, what: 'lighthouse', measure: ['height', 'metres', 12, 70] },
  { name: s => `${s} Viaduct`, what: 'viaduct', measure: ['length', 'metres', 90, 2100] },
  { name: s => `Lake ${s}`, what: 'lake', measure: ['depth', 'metres', 6, 400] },
  { name: s => `${s} Cavern`, what: 'cavern', measure: ['length', 'metres', 200, 6000] },
];

interface Sight {
  it: string;
  what: string;
  land: string;
  year: number;
  who: string;
  noun: string;
  size: string;
}

const LIES: readonly Line<Sight>[] = [
  s => `${capital(s.it)} is a ${s.what} in the region of ${s.land}.`,
  s => `${capital(s.it)} is a ${s.what} in the region of ${s.land}, much painted, seldom visited.`,
  s => `A ${s.what} in the region of ${s.land}, ${s.it} is older than any map of it.`,
  s => `${capital(s.it)}, in the region of ${s.land}, is a ${s.what} with a poor reputation.`,
];
const SURVEYED: readonly Line<Sight>[] = [
  s => `It was first surveyed in ${s.year} by ${s.who}.`,
  s => `The first survey was made in ${s.year} by ${s.who}, with a chain that was too short.`,
  s => `In ${s.year} ${s.who} made the first survey, on foot and against advice.`,
  s => `First surveyed in ${s.year}, by ${s.who}, it has since been surveyed four times more.`,
];
const MEASURED: readonly Line<Sight>[] = [
  s => `Its ${s.noun} is given as ${s.size}, measured after some argument.`,
  s => `Its ${s.noun} is ${s.size}, if Dr. and Mrs. Pell are to be believed.`,
  s => `At low water its ${s.noun} is ${s.size}; at other times nobody has tried.`,
];

function typeOf(index: number): Type {
  return TYPES[Math.floor(index / LANGUAGES.length) % TYPES.length]!;
}

/** A name such as `River Tamsel` or `Orl Light`. */
export function nameLandmark(world: World, index: number): Name {
  const bare = typeOf(index).name(world.names.sight(index));
  const mention = bare.startsWith('River') ? `the ${bare}` : bare;
  return { title: bare, mention, bare, aliases: [] };
}

export function describeLandmark(world: World, index: number, random: Random): Part[] {
  const own = numberOf('landmark', index);
  const { what, measure } = typeOf(index);
  const [noun, unit, low, high] = measure;
  // A region where the language of the name is spoken.
  const row = random.below(REGIONS / LANGUAGES.length);
  const region = numberOf('region', row * LANGUAGES.length + (index % LANGUAGES.length));
  const surveyor = world.near('person', own, random);
  const { born, died = NOW } = world.life(entityAt(surveyor).index);
  const sight: Sight = {
    it: world.name(own).mention,
    what,
    land: world.name(region).mention,
    year: between(random, born + 20, died - 1),
    who: world.name(surveyor).mention,
    noun,
    size: `${decimal(random, low, high)} ${unit}`,
  };
  return [
    { text: tell(random, LIES, sight), facts: [refer(world, 'region', region)] },
    {
      text: tell(random, SURVEYED, sight),
      facts: [refer(world, 'surveyor', surveyor), dated('surveyed', sight.year)],
    },
    { text: tell(random, MEASURED, sight), facts: [{ relation: 'measure', answer: sight.size }] },
  ];
}
