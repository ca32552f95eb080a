import { lastCodePoint } from '../splitting/seam.js';
import { characterAt, unitAt } from '../splitting/units.js';
import { AddedTokens } from './added-tokens.js';
import { Bpe } from './bpe.js';
import { PieceCache } from './piece-cache.js';
import type { PieceMerges } from './piece-merges.js';

const BLANK = 0x20;
/** UTF-16 units of the buffer that stays between two texts; a longer text has its own. */
const KEPT_UNITS = 1_048_576;
/** What SentencePiece writes for a blank, U+2581. */
const BLOCK = 0x2581;

/** Whether text gets a blank before it: each text between added tokens, the first one, or none. */
export type Prefix = 'always' | 'first' | 'never';

interface Rules {
  merges: PieceMerges;
  prefix: Prefix;
  /** Whether a prefix is added to what begins with a blank, too. */
  doubles: boolean;
  /** Added tokens, looked for in the text as it is. */
  added: Iterable<string>;
}

/**
 * Counts as a BPE of SentencePiece's kind, which cuts no text into words: all of it is one. But where
 * no merge joins a character with the blank behind it, none ever reaches across the two, whatever
 * stands around. What lies between such places is merged, and remembered, alone.
 */
export class PieceCounter {
  readonly #merges: PieceMerges;
  readonly #bpe: Bpe;
  readonly #cache = new PieceCache();
  readonly #added: AddedTokens;
  readonly #prefix: Prefix;
  readonly #doubles: boolean;
  #units = new Uint16Array(4096);
  readonly #ids = new Int32Array(1024);
  /** Whether the next text between added tokens is the first one. */
  #isFirst = true;

  constructor({ merges, prefix, doubles, added }: Rules) {
    this.#merges = merges;
    this.#bpe = new Bpe(merges);
    this.#added = new AddedTokens(added);
    this.#prefix = prefix;
    this.#doubles = doubles;
  }

  /** Tokens of the text; a lone surrogate counts as the U+FFFD that UTF-8 has in its place. */
  count(text: string): number {
    const wellFormed = text.toWellFormed();
    if (wellFormed === '') return 0;
    this.#isFirst = !this.#added.startsIn(wellFormed);
    return this.#added.count(wellFormed, this.#countSection);
  }

  /**
   * Whether the two sides certainly count separately: no blank is put before the right one, no
   * surrogate pair and no added token stands across the seam, and neither a merge joins the characters
   * there nor are they unknown together. An added token that ends or begins at the seam cuts there anyway.
   */
  additive(left: string, right: string): boolean {
    if (left === '' || right === '') return true;
    if (this.#prefix !== 'never') return false;
    const last = lastCodePoint(left, left.length);
    const first = characterAt(right, 0);
    if (isSurrogate(last) || isSurrogate(first)) return false;
    if (this.#added.mightSpan(left, right)) return false;
    if (this.#isUnknown(blockOf(last)) && this.#isUnknown(blockOf(first))) return false;
    return !this.#merges.joined.mayHave(blockOf(last), blockOf(first));
  }

  #isUnknown(codePoint: number): boolean {
    return this.#merges.unknown >= 0 && this.#merges.character(codePoint) < 0;
  }

  readonly #countSection = (section: string): number => {
    const prefixed = this.#hasPrefix(section);
    this.#isFirst = false;
    const units = this.#room(section.length + 1);
    const end = load(section, prefixed, units);
    let tokens = 0;
    for (let i = 0; i < end; ) {
      const j = this.#wordEnd(units, i, end);
      const known = this.#cache.get(units, i, j);
      tokens += known >= 0 ? known : this.#miss(units, i, j);
      i = j;
    }
    return tokens;
  };

  #hasPrefix(section: string): boolean {
    if (this.#prefix === 'never' || (this.#prefix === 'first' && !this.#isFirst)) return false;
    return this.#doubles || blockOf(unitAt(section, 0)) !== BLOCK;
  }

  #room(length: number): Uint16Array {
    if (length <= this.#units.length) return this.#units;
    if (length > KEPT_UNITS) return new Uint16Array(length);
    this.#units = new Uint16Array(Math.min(2 * length, KEPT_UNITS));
    return this.#units;
  }

  /** The next place behind `from` where no merge reaches across, or the end. */
  #wordEnd(units: Uint16Array, from: number, end: number): number {
    let i = from;
    while (i < end && units[i] === BLOCK) i++;
    for (; i < end; i++) {
      if (units[i] !== BLOCK) continue;
      if (!this.#merges.joined.mayHave(codePointBefore(units, i), BLOCK)) return i;
    }
    return end;
  }

  #miss(units: Uint16Array, from: number, to: number): number {
    // No unit of UTF-16 is more than three bytes of UTF-8.
    const room = 3 * (to - from);
    const ids = room > this.#ids.length ? new Int32Array(room) : this.#ids;
    const tokens = this.#bpe.countIds(ids, this.#begin(units, from, to, ids));
    this.#cache.set(units, from, to, tokens);
    return tokens;
  }

  /** Writes the tokens of the characters into `ids`, or of their bytes. @returns how many */
  #begin(units: Uint16Array, from: number, to: number, ids: Int32Array): number {
    const { bytes, unknown } = this.#merges;
    let n = 0;
    let isUnknown = false;
    for (let i = from; i < to; i++) {
      const unit = units[i]!;
      const codePoint = isHigh(unit)
        ? 0x10000 + ((unit - 0xd800) << 10) + (units[++i]! - 0xdc00)
        : unit;
      const token = this.#merges.character(codePoint);
      const wasUnknown = isUnknown;
      isUnknown = token < 0;
      if (token >= 0) ids[n++] = token;
      else if (unknown >= 0) {
        if (!wasUnknown) ids[n++] = unknown;
      } else
        for (const byte of Buffer.from(String.fromCodePoint(codePoint))) ids[n++] = bytes[byte]!;
    }
    return n;
  }
}

/** Writes the text with blanks as their sign. @returns its length there */
function load(section: string, prefixed: boolean, units: Uint16Array): number {
  let end = 0;
  if (prefixed) units[end++] = BLOCK;
  for (let i = 0; i < section.length; i++) units[end++] = blockOf(unitAt(section, i));
  return end;
}

const blockOf = (unit: number): number => (unit === BLANK ? BLOCK : unit);

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

const isSurrogate = (codePoint: number): boolean => codePoint >= 0xd800 && codePoint < 0xe000;

function codePointBefore(units: Uint16Array, i: number): number {
  const unit = units[i - 1]!;
  if ((unit & 0xfc00) !== 0xdc00) return unit;
  return 0x10000 + ((units[i - 2]! - 0xd800) << 10) + (unit - 0xdc00);
}
