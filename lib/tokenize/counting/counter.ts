import { isStable, nfc } from '../splitting/normalize.js';
import { cutsAt, type Pretokenizer } from '../splitting/pretokenizer.js';
import { lastCodePoint, type Seam, seamOf, UNKNOWN } from '../splitting/seam.js';
import { characterAt, unitAt } from '../splitting/units.js';
import { AddedTokens } from './added-tokens.js';
import type { Merges } from './merges.js';
import { Pieces } from './pieces.js';

const BLANK = 0x20;

/** Units on either side of a seam that decide `Counter.additive`, blanks behind it apart: two characters. */
export const REACH = 4;

interface Rules {
  /** At least one; each cuts what the one before leaves whole. */
  rules: readonly Pretokenizer[];
  merges: Merges;
  /** Whether text between added tokens is put into normalization form C. */
  normalizes?: boolean;
  /** Whether text between added tokens gets a blank before it where it begins with none. */
  prefixes?: boolean;
  /** Added tokens that are looked for in the text as it is. */
  added?: Iterable<string>;
  /** Added tokens that are looked for after normalization. */
  addedNormalized?: Iterable<string>;
}

/** Counts by known rules, in the order in which the Rust `tokenizers` applies them. */
export class Counter {
  readonly #rules: readonly Pretokenizer[];
  readonly #pieces: Pieces;
  readonly #normalizes: boolean;
  readonly #prefixes: boolean;
  readonly #added: AddedTokens;
  readonly #addedNormalized: AddedTokens;

  constructor({
    rules,
    merges,
    normalizes = false,
    prefixes = false,
    added = [],
    addedNormalized = [],
  }: Rules) {
    this.#rules = rules;
    this.#pieces = new Pieces(rules, merges);
    this.#normalizes = normalizes;
    this.#prefixes = prefixes;
    this.#added = new AddedTokens(added);
    this.#addedNormalized = new AddedTokens(
      normalizes ? [...addedNormalized].map(nfc) : addedNormalized,
    );
  }

  /** Tokens of the text; a lone surrogate counts as the U+FFFD that UTF-8 has in its place. */
  count(text: string): number {
    return this.#added.count(text.toWellFormed(), this.#countNormalized);
  }

  readonly #countNormalized = (section: string): number =>
    this.#addedNormalized.count(this.#normalizes ? nfc(section) : section, this.#countPieces);

  readonly #countPieces = (section: string): number =>
    this.#pieces.count(this.#hasPrefix(section) ? ` ${section}` : section);

  #hasPrefix(section: string): boolean {
    return this.#prefixes && section !== '' && unitAt(section, 0) !== BLANK;
  }

  /**
   * Whether the two sides certainly count separately. That is so if
   *
   * 1. the seam does not cut a surrogate pair,
   * 2. normalization changes nothing at the seam: the characters there are stable (`isStable`), so
   *    that both sides normalize on their own and keep them,
   * 3. no added token stands across the seam, since none has the two units there side by side. The
   *    ones found are then the same, since of those that overlap the leftmost and longest is taken:
   *    what the right side adds begins further right;
   * 4. the pre-token rules cut at the seam (`cutsAt`). An added token that ends or
   *    begins at the seam cuts there anyway; one that ends a character before makes that character
   *    unknown to the rules, which must not take it for the start of what follows;
   * 5. the right side begins with a blank, if one would be put before it otherwise.
   */
  additive(left: string, right: string): boolean {
    if (left === '' || right === '') return true;
    const last = lastCodePoint(left, left.length);
    if (isSurrogate(last) || isSurrogate(characterAt(right, 0))) return false;
    if (this.#added.mightSpan(left, right)) return false;
    if (this.#addedNormalized.mightSpan(left, right)) return false;
    if (this.#hasPrefix(right)) return false;
    if (this.#normalizes && !this.#staysAtSeam(last, right)) return false;
    return cutsAt(this.#rules, this.#withPrevious(seamOf(left, right)));
  }

  #staysAtSeam(last: number, right: string): boolean {
    const first = characterAt(right, 0);
    const second = characterAt(right, first > 0xffff ? 2 : 1);
    return isStable(last) && isStable(first) && (second < 0 || isStable(second));
  }

  #withPrevious(seam: Seam): Seam {
    const { left, lastStart } = seam;
    if (lastStart === 0) return seam;
    const unit = unitAt(left, lastStart - 1);
    const known =
      !(this.#normalizes && !isStable(lastCodePoint(left, lastStart))) &&
      !this.#added.mayEndIn(unit) &&
      !this.#addedNormalized.mayEndIn(unit);
    return known ? seam : { ...seam, previous: UNKNOWN };
  }
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint < 0xe000;
}
