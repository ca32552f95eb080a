import type { Random } from '../../random.js';
import { numberOf } from '../numbering.js';
import { CURRENCIES, STATES } from '../wording/lexicon.js';
import { type Line, pick, tell } from '../wording/lines.js';
import { between, decimal } from '../wording/numbers.js';
import type { World } from '../world.js';
import { type Name, type Part, plainName } from './entity.js';
import { dated, refer } from './facts.js';

interface State {
  name: string;
  full: string;
  /** The letters of the full name, such as `U.C.D.` */
  letters: string;
  town: string;
  year: number;
  currency: string;
  some: string;
}

const NAMED: readonly Line<State>[] = [
  s => `${s.name}, formally the ${s.full} (${s.letters}), is a country whose capital is ${s.town}.`,
  s =>
    `The ${s.full} (${s.letters}), or simply ${s.name}, is a country with its capital at ${s.town}.`,
];
const UNIFIED: readonly Line<State>[] = [
  s => `It was unified in ${s.year} by a treaty that fits on one sheet.`,
  s =>
    `The ${s.letters} government dates its unification to ${s.year}, which two neighbours dispute.`,
];
const PAID: readonly Line<State>[] = [
  s => `Its currency is the ${s.currency}, of which ${s.some} will buy a loaf.`,
  s => `Prices are given in the ${s.currency}, the currency, at ${s.some} to the ounce of silver.`,
];

export function nameCountry(world: World, index: number): Name {
  return plainName(world.names.country(index).name);
}

export function describeCountry(world: World, index: number, random: Random): Part[] {
  const { name, adjective } = world.names.country(index);
  const full = `${pick(random, STATES)} ${name}`;
  // The seat of a country's first region is its capital.
  const capital = numberOf('town', index);
  const state: State = {
    name,
    full,
    letters: full.replace(/\P{Lu}/gu, '').replace(/./gu, '$&.'),
    town: world.name(capital).mention,
    year: between(random, 612, 1400),
    currency: `${adjective} ${pick(random, CURRENCIES)}`,
    some: decimal(random, 1, 30),
  };
  return [
    { text: tell(random, NAMED, state), facts: [refer(world, 'capital', capital)] },
    { text: tell(random, UNIFIED, state), facts: [dated('unified', state.year)] },
    { text: tell(random, PAID, state), facts: [{ relation: 'currency', answer: state.currency }] },
  ];
}
