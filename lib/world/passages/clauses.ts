import type { Random } from '../../random.js';
import {
  ADJECTIVES,
  CURRENCIES,
  DAYS,
  DUTIES,
  MONARCHS,
  MONTHS,
  NOUNS,
  STONES,
  TRADES,
} from '../wording/lexicon.js';
import { type Line, pick } from '../wording/lines.js';
import { between, decimal, grouped } from '../wording/numbers.js';
import { a } from '../wording/words.js';

/** What a sentence of mere color can be made with. */
export interface Palette {
  random: Random;
  /** The entity that the passage is about. */
  it: string;
  /** Some other person (of the same time, where that matters), and some other town. */
  readonly who: string;
  readonly where: string;
}

const noun = ({ random }: Palette) => pick(random, NOUNS).toLowerCase();
const trade = ({ random }: Palette) => pick(random, TRADES);
const coin = ({ random }: Palette) => pick(random, CURRENCIES);
const duty = ({ random }: Palette) => pick(random, DUTIES);
const stone = ({ random }: Palette) => pick(random, STONES);
const month = ({ random }: Palette) => pick(random, MONTHS);
const monarch = ({ random }: Palette) => pick(random, MONARCHS);
const title = ({ random }: Palette) => `${pick(random, ADJECTIVES)} ${pick(random, NOUNS)}`;
const year = ({ random }: Palette) => between(random, 1955, 2019);
const few = ({ random }: Palette) => between(random, 3, 19);
const many = ({ random }: Palette) => grouped(between(random, 1001, 29_000));
const part = ({ random }: Palette, high = 40) => decimal(random, 1, high);

/** Of persons; without a capital or a full stop of their own, like all clauses. */
export const PERSONAL: readonly Line<Palette>[] = [
  p => `in old age ${p.it} took up ${duty(p)} and was, by all accounts, insufferable about it`,
  p => `a portrait in oils, ${part(p, 3)} m high, hangs in ${p.where} with its face to the wall`,
  p => `${p.it} owned ${few(p)} clocks, no two of which agreed, and ${a(noun(p))} from ${p.where}`,
  p => `${p.it} quarrelled with ${p.who} over ${a(noun(p))} worth ${part(p)} ${coin(p)}s`,
  p => `a letter to ${p.who}, dated ${few(p)} ${month(p)}, ends "Burn this, and water the plants"`,
  p => `the Society for ${duty(p)} in ${p.where} elected ${p.it} president by ${few(p)} votes to 2`,
  p => `friends remembered a fondness for ${trade(p)}, long walks and the bagpipes (in that order)`,
  p => `the collected letters fill ${few(p)} volumes, of which vol. 3 is mostly about soup`,
  p =>
    `${p.it} travelled widely, e.g. to ${p.where}, where a street of ${stone(p)} steps is named after a cousin`,
  p => `rumours of a secret marriage to ${p.who} rest on a single ${noun(p)} and a laundry list`,
  p =>
    `a debt of ${many(p)} ${coin(p)}s to ${p.who} was settled in ${trade(p)} over ${few(p)} years`,
  p => `${p.who} called ${p.it} "the last honest ${noun(p)} in a dishonest orchard"`,
  p => `a diary in cipher was read at last in ${p.where}, and proved to concern ${duty(p)}`,
  p =>
    `the estate was valued at ${many(p)} ${coin(p)}s, ${few(p)} geese and an unfinished ${noun(p)}`,
];

/** Of places and landmarks. */
export const LOCAL: readonly Line<Palette>[] = [
  p =>
    `the road from ${p.where} (some ${part(p, 80)} km) was paved with ${stone(p)} under King ${monarch(p)} II`,
  p =>
    `winters are long there, the mean for ${month(p)} being -${part(p, 19)} degrees, and clocks are many`,
  p =>
    `travellers were advised to change horses in ${p.where} and on no account to mention ${trade(p)}`,
  p =>
    `trade with ${p.where} rose by ${part(p, 70)} per cent in those years, then fell when the ferry sank`,
  p => `${p.who} spent ${few(p)} summers there, ${duty(p)} and writing angry letters to the mayor`,
  p =>
    `a hoard of ${many(p)} ${coin(p)}s, found in ${year(p)} under ${a(noun(p))}, is still being counted`,
  p =>
    `on ${pick(p.random, DAYS)} the children carry a paper ${noun(p)} from door to door, as they have since ${year(p)}`,
  p =>
    `the bridge towards ${p.where}, of ${stone(p)}, has ${few(p)} arches and a toll of ${part(p, 5)} ${coin(p)}s`,
  p => `the post coach to ${p.where} left at 6.45 a.m., or when the driver had finished ${duty(p)}`,
  p =>
    `the bells of St. ${monarch(p)} are rung ${few(p)} minutes late, in memory of a disputed will`,
  p =>
    `maps made before ${year(p)} show ${p.it} on the wrong side of the water, for reasons of tax`,
  p =>
    `a flock of ${few(p)} white herons, fed at public expense, is held to protect ${p.it} from fire`,
  p => `${p.who} painted ${p.it} from the east and, having lost a bet, again from a balloon`,
  p => `its hot springs (${part(p, 90)} degrees) are recommended for gout, grief and the bagpipes`,
];

/** Of works, organizations and events. */
export const LEARNED: readonly Line<Palette>[] = [
  p =>
    `Dr. ${monarch(p)} Hale, who catalogued everything to do with ${p.it}, listed ${many(p)} items, e.g. a cracked ${noun(p)}`,
  p => `${p.who} and J. R. R. Oldcastle both claimed to have been the first to write about ${p.it}`,
  p => `the Ministry's report, no. ${year(p)}, runs to ${many(p)} pages and is bound in blue cloth`,
  p => `critics in ${p.where} called the whole affair "${a(noun(p))} in search of a door"`,
  p =>
    `the file on ${p.it} (${few(p)} boxes) was kept in ${p.where} until the roof gave way in ${year(p)}`,
  p =>
    `an anonymous pamphlet (${few(p)} pages), now thought to be by ${p.who}, takes the opposite view`,
  p => `the bill came to ${part(p)} ${coin(p)}s, which ${p.who} paid in ${trade(p)} and excuses`,
  p => `a dinner is held in ${p.where} each ${month(p)} at which ${p.it} may not be mentioned`,
  p => `insurers valued it at ${many(p)} ${coin(p)}s, rather more than the town of ${p.where}`,
  p => `the only drawing shows ${p.who} asleep beside ${a(noun(p))} and ${few(p)} empty chairs`,
  p => `schoolbooks give ${p.it} ${few(p)} lines, ${part(p, 3)} of which are about the weather`,
  p =>
    `its motto, "${pick(p.random, ['Not yet', 'We waited', 'Mind the tide', 'Ask the miller'])}", was suggested by ${p.who} as a joke`,
  p => `a rival in ${p.where}, Messrs. Gant & Co., copied it down to the ${noun(p)} on the door`,
  p => `what remains is a box of ${trade(p)}, ${a(noun(p))} and ${few(p)} unpaid invoices`,
];

/** Of anything. */
export const COMMON: readonly Line<Palette>[] = [
  p => `a commemorative stamp worth ${part(p, 20)} ${coin(p)}s showed ${p.it} upside down`,
  p =>
    `most of the papers burned in ${year(p)}, and what is left (c. ${few(p)} leaves) smells of ${trade(p)}`,
  p =>
    `the earliest mention in the St. ${monarch(p)} Chronicle is a complaint about the price of ${trade(p)}`,
  p => `a scale model, ${part(p, 9)} m long, can be seen in ${p.where} from 10 a.m. to 3.30 p.m.`,
  p => `a play called "The ${title(p)}" makes much of ${p.it} and gets nearly everything wrong`,
  p => `the ${title(p)} Society, founded for ${duty(p)}, drinks to ${p.it} once a year`,
  p =>
    `${p.who}, who had it from ${a(noun(p))}-maker in ${p.where}, told the story quite differently`,
  p => `a statue put up in ${year(p)} was melted down for ${few(p)} church bells and ${a(noun(p))}`,
  p =>
    `scholars of the ${title(p)} school (see p. ${few(p)}) doubt this, as they doubt most things`,
  p => `a proverb from ${p.where} still runs: "${title(p)}, ${title(p).toLowerCase()}"`,
  p => `the tale is told to children in ${p.where}, with wolves, on ${pick(p.random, DAYS)}`,
  p => `an auction in ${p.where} brought ${many(p)} ${coin(p)}s for ${a(noun(p))}-shaped relic`,
  p => `the archives hold ${few(p)} drawings of ${p.it}, all of them by people who were elsewhere`,
  p => `a song about ${p.it}, "The ${title(p)}", was forbidden in ${p.where} for its chorus`,
  p =>
    `opinions in ${p.where} were divided, ${part(p, 49)} per cent being in favour and the rest out fishing`,
  p => `every ${few(p)} years somebody proposes a monument to ${p.it}, usually of ${stone(p)}`,
  p => `the dialect of ${p.where} has a verb for it, which also means to run out of ${trade(p)}`,
  p => `a wager on the matter, of ${part(p)} ${coin(p)}s, has been open since ${year(p)}`,
];

/** Whole sentences, which stand alone; some of them ask. */
export const ASIDES: readonly Line<Palette>[] = [
  p => `Was it the flood, the ${noun(p)} tax, or merely a quarrel over ${trade(p)}?`,
  p => `"Who will wind the clock," asks an old song, "when the ${noun(p)} is gone?"`,
  p =>
    `According to ${p.who}, "nobody ever spoke of it lightly in ${month(p)}" (vol. ${few(p)}, p. ${few(p)}).`,
  p =>
    `"Never again!" wrote ${p.who} from ${p.where}. "The soup alone cost ${part(p)} ${coin(p)}s."`,
  p =>
    `Mrs. A. B. Finch, a later visitor, counted ${few(p)} steps, ${few(p)} cats and "one very patient ${noun(p)}-seller".`,
  p => `But why, asked the newspapers of ${p.where}, had nobody thought of the ${noun(p)}?`,
];
