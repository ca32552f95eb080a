import type { Kind } from '../values/kind.js';
import type { CommandName } from './commands.js';
import type { GroupName } from './groups.js';

/**
 * What a setting changes: `lines`, what is written; `bytes`, how it is packed; `calls`, how a model
 * is reached and what may be spent; `nothing` of the output. The first two make up the plan.
 */
export type Changes = 'lines' | 'bytes' | 'calls' | 'nothing';

/** One row of the table. Its name is its key; options and configs spell it with hyphens. */
export interface Setting<T = unknown> {
  readonly kind: Kind<T>;
  readonly group: GroupName;
  readonly help: string;
  readonly changes: Changes;
  /** The commands that take it. */
  readonly commands: readonly CommandName[];
  readonly default?: T;
  /** What is used where nothing is given, in words, if it is no plain value. */
  readonly otherwise?: string;
  /** The commands that cannot do without it. */
  readonly required?: readonly CommandName[];
  /** Where one of these other settings is given, this one need not be. */
  readonly instead?: readonly string[];
  /** Means nothing without this other setting. */
  readonly goesWith?: string;
  /** Other spellings, with hyphens. */
  readonly aliases?: readonly string[];
  /** What is different for a command. */
  readonly at?: { readonly [C in CommandName]?: Variant<T> };
}

/** What of a setting may differ from command to command. */
export interface Variant<T = unknown> {
  readonly help?: string;
  readonly default?: T | undefined;
  readonly otherwise?: string;
  readonly goesWith?: string | undefined;
}

/** `maxSeqLength` as options and configs spell it: `max-seq-length`. */
export const hyphenated = (name: string): string =>
  name.replace(/[A-Z]|(?<=[a-z])\d+/g, part => `-${part.toLowerCase()}`);
