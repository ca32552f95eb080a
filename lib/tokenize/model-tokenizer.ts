import type { TokenizerIdentity } from '../records/sample.js';
import { REACH } from './counting/counter.js';
import type { Tokenizer } from './tokenizer.js';

/** A tokenizer as the field's own library has it. */
export interface Library {
  count(text: string): number;
  free(): void;
}

/** What counts by rules that are known here. */
export type OwnCounter = Pick<Tokenizer, 'count' | 'additive'>;

interface Parts {
  identity: TokenizerIdentity;
  /** Null if the tokenizer's rules are not known: the library then counts every text whole. */
  counter: OwnCounter | null;
  /** What people call the library. */
  library: string;
  /** Called when the library has to count for the first time: it is large. */
  open: () => Library;
}

/** Our own counter where there is one, else the library. */
export class ModelTokenizer implements Tokenizer {
  readonly identity: TokenizerIdentity;
  readonly reach = REACH;
  readonly library: string;
  readonly ownRules: boolean;
  readonly #counter: OwnCounter | null;
  readonly #open: () => Library;
  #opened: Library | null = null;

  constructor({ identity, counter, library, open }: Parts) {
    this.identity = identity;
    this.library = library;
    this.ownRules = counter !== null;
    this.#counter = counter;
    this.#open = open;
  }

  count(text: string): number {
    return this.#counter === null ? this.libraryCount(text) : this.#counter.count(text);
  }

  additive(left: string, right: string): boolean {
    return this.#counter?.additive(left, right) ?? false;
  }

  libraryCount(text: string): number {
    this.#opened ??= this.#open();
    return this.#opened.count(text.toWellFormed());
  }

  close(): void {
    this.#opened?.free();
    this.#opened = null;
  }
}
