import type { Split } from '../../export/target.js';
import type { MAKING } from '../../settings/commands.js';
import type { Given } from '../../settings/given.js';

/** In which order rows are written. */
export const ORDERS = [
  'shuffled',
  'listed',
  'tokens',
  'tokens-descending',
  'pass-rate',
  'pass-rate-descending',
] as const;
export type Order = (typeof ORDERS)[number];

/** What a row is looked at for. */
export const TRAITS = ['pass-rate', 'tokens', 'hops', 'question-hops'] as const;
export type Trait = (typeof TRAITS)[number];

/** Bounds, both included. */
export interface Bounds {
  min?: number;
  max?: number;
}

export type Where = { readonly [T in Trait]?: Bounds };

/** What rows of others are called by: names of their fields, `a.b` for one in another. */
export interface FieldNames {
  question: string;
  answers: string;
  id?: string;
  /** Of a question with several to choose from: a list of texts, or texts by their letters. */
  choices?: string;
  'pass-rate'?: string;
}

/** How rows of others become rows of a trainer. */
export interface Mapping {
  fields: FieldNames;
  /** The prompt, with {question} and {choices}; by default both, as far as they are there. */
  template?: string | undefined;
  system?: string | undefined;
  /** What a reward is chosen by; the part's name, where nothing is said. */
  dataSource: string;
  ability: string;
}

/** A run of a command that makes a part. */
export interface Make {
  command: (typeof MAKING)[number];
  given: Given;
}

/** Some rows of a mixture. */
export interface Part {
  name: string;
  /** Files, folders and patterns, where nothing is made. */
  from: readonly string[];
  make?: Make | undefined;
  mapping?: Mapping | undefined;
  /** Rows; missing for all. */
  take?: number | undefined;
  where: Where;
  /** How often each row is written. */
  repeat: number;
}

/** How many questions a split has: so many, a share of all (0 to 1), or those that are left. */
export type SplitSize = { count: number } | { share: number } | 'rest';

export type Splits = readonly { split: Split; size: SplitSize }[];

/** What `mix` is asked for. */
export interface Recipe {
  seed: number;
  order: Order;
  splits: Splits;
  /** In their order: a question is of the first part that takes a row of it. */
  parts: readonly Part[];
  /** Of all parts that are made; a tokenizer among them counts rows that nobody has counted. */
  settings: Given;
}
