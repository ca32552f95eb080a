import type { Random } from '../../random.js';
import { entityAt, numberOf } from '../numbering.js';
import {
  COMPOSERS,
  DIRECTORS,
  FORMS,
  MEMOIR,
  PAINTERS,
  TRADES,
  WRITERS,
} from '../wording/lexicon.js';
import { type Line, pick, tell } from '../wording/lines.js';
import { between } from '../wording/numbers.js';
import { a, capital } from '../wording/words.js';
import type { World } from '../world.js';
import type { Making, Origin } from './bare-data.js';
import type { Name, Part } from './entity.js';
import { dated, refer } from './facts.js';
import { NOW } from './lives.js';

const CRAFTS: Record<Making, { masters: readonly string[]; made: string; shown: string }> = {
  author: { masters: WRITERS, made: 'written', shown: 'printed' },
  composer: { masters: COMPOSERS, made: 'composed', shown: 'performed' },
  painter: { masters: PAINTERS, made: 'made', shown: 'exhibited' },
  director: { masters: DIRECTORS, made: 'directed', shown: 'screened' },
};
const MAKINGS = Object.keys(CRAFTS) as Making[];

interface Piece {
  title: string;
  form: string;
  made: string;
  shown: string;
  who: string;
  year: number;
  town: string;
  /** A number between 3 and 40, for what does not matter. */
  some: number;
  trade: string;
}

const MADE: readonly Line<Piece>[] = [
  p => `"${p.title}" is ${a(p.form)} by ${p.who}.`,
  p => `"${p.title}" is ${a(p.form)} ${p.made} by ${p.who} in a single, sleepless season.`,
  p => `${capital(a(p.form))} ${p.made} by ${p.who}, "${p.title}" divided those who saw it first.`,
  p => `"${p.title}", ${p.made} by ${p.who}, is ${a(p.form)} of some reputation.`,
  p =>
    `"${p.title}" is the best-known ${p.form} of ${p.who}, who never cared for it and ${p.made === 'written' ? 'wrote' : 'said'} so.`,
  p => `"${p.title}" (working title: "Number ${p.some}") is ${a(p.form)} ${p.made} by ${p.who}.`,
];
const SHOWN: readonly Line<Piece>[] = [
  p => `It was first ${p.shown} in ${p.year} and went largely unnoticed for ${p.some} years.`,
  p => `First ${p.shown} in ${p.year}, it earned its maker ${p.some}.50 crowns and a lawsuit.`,
  p =>
    `The work was first ${p.shown} in ${p.year}, after ${p.some} earlier versions had gone into the stove.`,
  p => `When it was first ${p.shown}, in ${p.year}, ${p.some} people asked for their money back.`,
  p => `Although finished much earlier, it was not ${p.shown} until ${p.year}.`,
];
const SET: readonly Line<Piece>[] = [
  p => `It is set in ${p.town}, in a year when the trade in ${p.trade} had failed.`,
  p => `It is set in ${p.town}, though the harbour it shows has never existed.`,
  p => `The scene is ${p.town}; the people, it was said, could be met there any morning.`,
  p => `Its scene is ${p.town}, a town that sued over the likeness and lost.`,
];

/** Who made a work, as what and when; the maker was alive and, but for memoirs, had the craft. */
export function makeOrigin(world: World, index: number): Origin {
  const random = world.random('origin', index);
  const own = numberOf('work', index);
  let maker = world.near('person', own, random);
  for (let tries = 0; tries < 5 && !craftOf(world, maker); tries++) {
    maker = world.near('person', own, random);
  }
  const making = craftOf(world, maker);
  const { born, died = NOW } = world.life(entityAt(maker).index);
  const earliest = Math.min(born + (making ? 20 : 38), died - 1);
  const year = between(random, earliest, died - 1);
  if (!making) return { maker, making: 'author', form: MEMOIR, year };
  return { maker, making, form: pick(random, FORMS[making]), year };
}

function craftOf(world: World, person: number): Making | undefined {
  const { profession } = world.life(entityAt(person).index);
  return MAKINGS.find(making => CRAFTS[making].masters.includes(profession));
}

/** Of twelve works one has the title of another of them. */
const GROUP = 12;

/** A title such as `The Salt Lantern`, or `The Salt Lantern (1873 novel)`. */
export function nameWork(world: World, index: number): Name {
  const { form, year } = world.origin(index);
  const group = Math.floor(index / GROUP);
  const place = index % GROUP;
  const again = place === GROUP - 1;
  const bare = world.titleOf(group * (GROUP - 1) + (again ? group % (GROUP - 1) : place));
  return again
    ? {
        title: `${bare} (${year} ${form})`,
        mention: `the ${year} ${form} "${bare}"`,
        bare,
        aliases: [],
      }
    : { title: bare, mention: `the ${form} "${bare}"`, bare, aliases: [] };
}

export function describeWork(world: World, index: number, random: Random): Part[] {
  const own = numberOf('work', index);
  const { maker, making, form, year } = world.origin(index);
  const setting = world.near('town', own, random);
  const piece: Piece = {
    title: world.name(own).bare,
    form,
    ...CRAFTS[making],
    who: world.name(maker).mention,
    year,
    town: world.name(setting).mention,
    some: between(random, 3, 40),
    trade: pick(random, TRADES),
  };
  return [
    { text: tell(random, MADE, piece), facts: [refer(world, making, maker)] },
    { text: tell(random, SHOWN, piece), facts: [dated('appeared', year)] },
    { text: tell(random, SET, piece), facts: [refer(world, 'setting', setting)] },
  ];
}
