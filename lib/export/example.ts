import type { Fields } from '../records/fields.js';

/** A message of a conversation. */
export interface Message {
  role: string;
  content: string;
}

/** What records are to a trainer. */
export type ExampleKind = 'keychain' | 'plain' | 'needle' | 'trajectory' | 'row';

/** Why a trainer learns little of an example, or the wrong thing. */
export type ExampleFlaw =
  /** The reward cannot judge by its answers; see `score/judgeable.ts`. */
  | 'empty'
  | 'short'
  | 'dotted'
  /** The question is no question: `w`, one word. */
  | 'broken-question'
  /** Several values are asked for, and a reward that takes any of them pays for one. */
  | 'any-of-several';

/** A supporting passage, by which rewards for the context go. */
export interface SupportingPassage {
  /** As the context counts its passages. */
  number: number;
  /** Empty where the passage format does not tell where it ends. */
  title: string;
}

/** What rows of another trainer's own say of themselves. */
export interface OwnLabels {
  dataSource: string;
  ability: string;
  style: string;
}

/** A record as what a trainer learns from. */
export interface Example {
  readonly kind: ExampleKind;
  readonly id: string;
  /** The same for all examples of one question, whatever their lengths. */
  readonly questionKey: string;
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
  /** Of rows of a trainer. */
  readonly own?: OwnLabels;
  /** As it was read. */
  readonly record: Fields;
}
