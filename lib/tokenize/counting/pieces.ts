import { END_UNIT } from '../splitting/characters.js';
import type { Pretokenizer } from '../splitting/pretokenizer.js';
import { unitAt } from '../splitting/units.js';
import { encodeUtf8 } from '../vocabulary/utf8.js';
import { Bpe } from './bpe.js';
import type { Merges } from './merges.js';
import { PieceCache } from './piece-cache.js';

/** UTF-16 units of the buffers that stay between two texts; a longer text has its own. */
const KEPT_UNITS = 1_048_576;

/** UTF-16 units below which a loop is faster than a call of native code. */
const SHORT = 64;

/** Counts the tokens of text without added tokens: cut into pre-tokens, look up, else merge. */
export class Pieces {
  /** All but the last of the rules. */
  readonly #outer: readonly Pretokenizer[];
  readonly #last: Pretokenizer;
  readonly #bpe: Bpe;
  readonly #cache = new PieceCache();
  #units = new Uint16Array(4096);
  /** The bytes of `#units`. */
  #view = Buffer.from(this.#units.buffer);
  #bytes = new Uint8Array(1024);

  /** @param rules - at least one; each cuts what the one before leaves whole */
  constructor(rules: readonly Pretokenizer[], merges: Merges) {
    this.#outer = rules.slice(0, -1);
    this.#last = rules.at(-1)!;
    this.#bpe = new Bpe(merges);
  }

  /** Tokens of a well-formed text. */
  count(text: string): number {
    return this.#cut(this.#load(text), 0, text.length, 0);
  }

  /** Tokens of `units[from..to)`, which no rules before those of `step` cut. */
  #cut(units: Uint16Array, from: number, to: number, step: number): number {
    const rules = this.#outer[step];
    if (rules === undefined) return this.#cutLast(units, from, to);
    let tokens = 0;
    for (let i = from; i < to; ) {
      const j = rules.next(units, i);
      // For the rules that follow, the text ends here.
      const behind = units[j]!;
      units[j] = END_UNIT;
      tokens += this.#cut(units, i, j, step + 1);
      units[j] = behind;
      i = j;
    }
    return tokens;
  }

  #cutLast(units: Uint16Array, from: number, to: number): number {
    let tokens = 0;
    for (let i = from; i < to; ) {
      const j = this.#last.next(units, i);
      const known = this.#cache.get(units, i, j);
      tokens += known >= 0 ? known : this.#miss(units, i, j);
      i = j;
    }
    return tokens;
  }

  /** Typed arrays are read several times faster than strings, whose form varies. */
  #load(text: string): Uint16Array {
    const { length } = text;
    let units = this.#units;
    let view = this.#view;
    if (length >= units.length) {
      units = new Uint16Array(2 ** Math.ceil(Math.log2(length + 1)));
      view = Buffer.from(units.buffer);
      if (length < KEPT_UNITS) {
        this.#units = units;
        this.#view = view;
      }
    }
    if (length < SHORT) for (let i = 0; i < length; i++) units[i] = unitAt(text, i);
    else view.write(text, 'utf16le');
    units[length] = END_UNIT;
    return units;
  }

  #miss(units: Uint16Array, from: number, to: number): number {
    const room = 3 * (to - from);
    if (this.#bytes.length < room) this.#bytes = new Uint8Array(2 * room);
    const tokens = this.#bpe.count(this.#bytes, encodeUtf8(units, from, to, this.#bytes));
    this.#cache.set(units, from, to, tokens);
    return tokens;
  }
}
