import type { Kind } from '../numbering.js';

/** What can be asked of an entity. The order is part of MuSiQue's sub-question numbers. */
export const RELATIONS = [
  'capital',
  'currency',
  'unified',
  'country',
  'seat',
  'north',
  'region',
  'chartered',
  'trade',
  'birthplace',
  'born',
  'died',
  'father',
  'nationality',
  'profession',
  'school',
  'author',
  'composer',
  'painter',
  'director',
  'appeared',
  'setting',
  'founder',
  'founded',
  'headquarters',
  'place',
  'year',
  'leader',
  'surveyor',
  'surveyed',
  'measure',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** How an entity is named. */
export interface Name {
  /** Unique in the world: the passage's title. */
  title: string;
  /** Unique too, and fit to stand in a sentence. */
  mention: string;
  /** The short form that an answer gives; always a part of `mention`. */
  bare: string;
  /** Other ways of giving it as an answer. */
  aliases: string[];
}

/** One thing that is true of an entity. */
export interface Fact {
  relation: Relation;
  /** As it stands in the sentence that tells it. */
  answer: string;
  aliases?: string[];
  /** Number of the entity that is the answer, if it is one. */
  target?: number;
  /** Year, for facts that can be compared. */
  value?: number;
}

/** A sentence and the facts it tells. */
export interface Part {
  text: string;
  facts: Fact[];
}

/** An entity with its passage. */
export interface Entity extends Name {
  number: number;
  kind: Kind;
  /** Without blanks around them. */
  sentences: string[];
  facts: ReadonlyMap<Relation, ToldFact>;
}

/** A fact and the sentence of the passage that tells it. */
export interface ToldFact extends Fact {
  sentence: number;
}

/** A name that is the same everywhere. */
export function plainName(name: string): Name {
  return { title: name, mention: name, bare: name, aliases: [] };
}
