import type { Fields } from '../records/fields.js';

/** A message of a conversation. */
export interface Message {
  role: string;
  content: string;
}

/** What records are to a trainer. */
export type ExampleKind = 'keychain' | 'plain' | 'needle' | 'trajectory' | 'row';

/** Why a trainer learns little of an example, or the wrong thing, in words. */
export const FLAWS = {
  // The reward cannot judge by its answers; see `score/judgeable.ts`.
  empty: 'answers of nothing that a reward looks for',
  short: 'answers that a reward finds inside other words',
  dotted: 'answers with full stops that a reward does not find without',
  // `w`, one word.
  'broken-question': 'questions that are none',
  // Several values are asked for, and a reward that takes any of them pays for one.
  'any-of-several': 'several answers of which a reward takes any for all',
} as const;

export type ExampleFlaw = keyof typeof FLAWS;

export const isFlaw = (name: unknown): name is ExampleFlaw =>
  typeof name === 'string' && Object.hasOwn(FLAWS, name);

/** A supporting passage, by which rewards for the context go. */
export interface SupportingPassage {
  /** As the context counts its passages. */
  number: number;
  /** Empty where the passage format does not tell where it ends. */
  title: string;
}

/** A record as what a trainer learns from. */
export interface Example {
  readonly kind: ExampleKind;
  readonly id: string;
  /** What the question is known by, at least one; see `examples/question-keys.ts`. */
  readonly questionKeys: readonly string[];
  readonly dataset: string;
  readonly question: string;
  readonly answers: readonly string[];
  /** The conversation: up to where the model is to go on or, of a trajectory, with its answer. */
  readonly messages: readonly Message[];
  /** Tokens of the prompt as they were counted; undefined where nobody has. */
  readonly promptTokens: number | undefined;
  /** Share of right answers of a model, 0 to 1; undefined where none was asked. */
  readonly passRate: number | undefined;
  readonly supporting: readonly SupportingPassage[];
  readonly flaws: readonly ExampleFlaw[];
  /** Of which kind of sample a row was made, where it was made here. */
  readonly sampled?: 'keychain' | 'plain' | 'needle' | undefined;
  /** As it was read. */
  readonly record: Fields;
}
