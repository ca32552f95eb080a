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
  /** Called when the library has to count for the first time: it is large. */
  library: () => Library;
}

/** Our own counter where there is one, else the library. */
export class ModelTokenizer implements Tokenizer {
  readonly identity: TokenizerIdentity;
  readonly reach = REACH;
  readonly #counter: OwnCounter | null;
  readonly #open: () => Library;
  #library: Library | null = null;

  constructor({ identity, counter, library }: Parts) {
    this.identity = identity;
    this.#counter = counter;
    this.#open = library;
  }

  count(text: string): number {
    return this.#counter === null ? this.libraryCount(text) : this.#counter.count(text);
  }

  additive(left: string, right: string): boolean {
    return this.#counter?.additive(left, right) ?? false;
  }

  libraryCount(text: string): number {
    this.#library ??= this.#open();
    return this.#library.count(text.toWellFormed());
  }

  close(): void {
    this.#library?.free();
    this.#library = null;
  }
}
