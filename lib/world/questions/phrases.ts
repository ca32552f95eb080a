import type { Relation } from '../entities/entity.js';

/** How a relation is spoken of. */
export interface Phrase {
  /** Names the relation in evidences and sub-questions. */
  tag: string;
  /** Questions about a subject. */
  asks: readonly ((subject: string) => string)[];
  /** Ways to speak of the answer without naming it; for relations between entities. */
  nouns?: readonly ((subject: string) => string)[];
  /** A question about two subjects that differ in the fact's value. The lesser one is meant. */
  earlier?: (one: string, other: string) => string;
  /** A question about whether two subjects have the same answer. */
  same?: (one: string, other: string) => string;
}

const made = (one: string, other: string) => `Were ${one} and ${other} made by the same person?`;

export const PHRASES: Record<Relation, Phrase> = {
  capital: {
    tag: 'capital',
    asks: [x => `What is the capital of ${x}?`, x => `Which town is the capital of ${x}?`],
    nouns: [x => `the capital of ${x}`],
  },
  currency: { tag: 'currency', asks: [x => `What is the currency of ${x}?`] },
  unified: { tag: 'inception', asks: [x => `In which year was ${x} unified?`] },
  country: {
    tag: 'country',
    asks: [x => `To which country does ${x} belong?`, x => `In which country is ${x}?`],
    nouns: [x => `the country that ${x} belongs to`],
  },
  seat: {
    tag: 'seat',
    asks: [
      x => `What is the administrative seat of ${x}?`,
      x => `From which town is ${x} governed?`,
    ],
    nouns: [x => `the administrative seat of ${x}`],
  },
  north: {
    tag: 'shares border to the north with',
    asks: [x => `Which region borders ${x} to the north?`],
    nouns: [x => `the region that borders ${x} to the north`],
  },
  region: {
    tag: 'located in the administrative territorial entity',
    asks: [x => `In which region does ${x} lie?`, x => `What region is ${x} in?`],
    nouns: [x => `the region where ${x} lies`],
  },
  chartered: {
    tag: 'chartered',
    asks: [x => `In what year did ${x} receive its charter?`, x => `When was ${x} chartered?`],
    earlier: (a, b) => `Which town received its charter first, ${a} or ${b}?`,
  },
  trade: { tag: 'industry', asks: [x => `What is the chief trade of ${x}?`] },
  birthplace: {
    tag: 'place of birth',
    asks: [x => `Where was ${x} born?`, x => `What is the birthplace of ${x}?`],
    nouns: [x => `the birthplace of ${x}`, x => `the town where ${x} was born`],
  },
  born: {
    tag: 'date of birth',
    asks: [x => `When was ${x} born?`, x => `What is the date of birth of ${x}?`],
    earlier: (a, b) => `Who was born first, ${a} or ${b}?`,
  },
  died: {
    tag: 'date of death',
    asks: [x => `When did ${x} die?`, x => `On what day did ${x} die?`],
    earlier: (a, b) => `Who died first, ${a} or ${b}?`,
  },
  father: {
    tag: 'father',
    asks: [x => `Who was the father of ${x}?`],
    nouns: [x => `the father of ${x}`],
  },
  nationality: {
    tag: 'country of citizenship',
    asks: [x => `What was the nationality of ${x}?`],
    same: (a, b) => `Did ${a} and ${b} have the same nationality?`,
  },
  profession: {
    tag: 'occupation',
    asks: [x => `What was the profession of ${x}?`],
    same: (a, b) => `Did ${a} and ${b} follow the same profession?`,
  },
  school: {
    tag: 'educated at',
    asks: [x => `Where did ${x} study?`, x => `At which school was ${x} educated?`],
    nouns: [x => `the school where ${x} studied`],
  },
  author: {
    tag: 'author',
    asks: [x => `Who wrote ${x}?`, x => `Who is the author of ${x}?`],
    nouns: [x => `the author of ${x}`, x => `the person who wrote ${x}`],
    same: made,
  },
  composer: {
    tag: 'composer',
    asks: [x => `Who composed ${x}?`],
    nouns: [x => `the composer of ${x}`],
    same: made,
  },
  painter: {
    tag: 'creator',
    asks: [x => `Who made ${x}?`],
    nouns: [x => `the maker of ${x}`, x => `the artist who made ${x}`],
    same: made,
  },
  director: {
    tag: 'director',
    asks: [x => `Who directed ${x}?`],
    nouns: [x => `the director of ${x}`],
    same: made,
  },
  appeared: {
    tag: 'publication date',
    asks: [x => `In what year did the public first see ${x}?`],
    earlier: (a, b) => `Which came before the public first, ${a} or ${b}?`,
  },
  setting: {
    tag: 'narrative location',
    asks: [x => `Where is ${x} set?`],
    nouns: [x => `the town in which ${x} is set`],
  },
  founder: {
    tag: 'founded by',
    asks: [x => `Who founded ${x}?`, x => `Who was the founder of ${x}?`],
    nouns: [x => `the founder of ${x}`, x => `the person who founded ${x}`],
  },
  founded: {
    tag: 'inception',
    asks: [x => `In what year was ${x} founded?`],
    earlier: (a, b) => `Which was founded first, ${a} or ${b}?`,
  },
  headquarters: {
    tag: 'headquarters location',
    asks: [x => `In which town is the seat of ${x}?`],
    nouns: [x => `the town where ${x} has its seat`],
  },
  place: {
    tag: 'location',
    asks: [x => `Where did ${x} take place?`],
    nouns: [x => `the town that saw ${x}`],
  },
  year: {
    tag: 'point in time',
    asks: [x => `In what year did ${x} take place?`],
    earlier: (a, b) => `Which took place first, ${a} or ${b}?`,
  },
  leader: {
    tag: 'director / manager',
    asks: [x => `Who was in charge during ${x}?`],
    nouns: [x => `the person in charge during ${x}`],
  },
  surveyor: {
    tag: 'first surveyed by',
    asks: [x => `Who first surveyed ${x}?`],
    nouns: [x => `the first surveyor of ${x}`],
  },
  surveyed: {
    tag: 'first surveyed in',
    asks: [x => `In what year was ${x} first surveyed?`],
    earlier: (a, b) => `Which was surveyed first, ${a} or ${b}?`,
  },
  measure: { tag: 'size', asks: [x => `What size is ${x} said to have?`] },
};
