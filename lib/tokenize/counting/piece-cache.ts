/** Pre-tokens that the cache holds at most. */
export const MAX_PIECES = 131_072;
/** UTF-16 units of all of them together, at most. */
export const MAX_UNITS = 1_048_576;
/** UTF-16 units of the longest pre-token that is remembered: longer ones hardly come again. */
export const MAX_LENGTH = 64;

const SLOTS = 2 * MAX_PIECES;

/** Pre-tokens of up to three ASCII characters have a table of their own, without search. */
const SHORT = 3;
const ASCII_BITS = 7;

/**
 * Remembers the number of tokens of pre-tokens. Memory is bounded: 9 MB of typed arrays, taken once.
 * When they are full, all is forgotten; words are so unevenly frequent (Zipf) that the usual ones
 * are back after a few passages, which costs less than keeping an order of use for every hit.
 */
export class PieceCache {
  /** Entry number + 1, by hash, probed linearly; at most half full. */
  readonly #slots = new Int32Array(SLOTS);
  readonly #hashes = new Int32Array(MAX_PIECES);
  readonly #starts = new Int32Array(MAX_PIECES);
  /** Length in units and number of tokens of an entry. */
  readonly #sizes = new Int32Array(MAX_PIECES);
  readonly #units = new Uint16Array(MAX_UNITS);
  /** Tokens + 1 by `shortIndex`; 0 if unknown. */
  readonly #short = new Uint8Array(2 << (SHORT * ASCII_BITS));
  #size = 0;
  #used = 0;

  get size(): number {
    return this.#size;
  }

  /** Tokens of `units[from..to)`, or -1 if unknown. */
  get(units: Uint16Array, from: number, to: number): number {
    const length = to - from;
    if (length <= SHORT) {
      const index = shortIndex(units, from, to);
      if (index >= 0) return this.#short[index]! - 1;
    } else if (length > MAX_LENGTH) return -1;
    const hash = hashOf(units, from, to);
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash) {
        const size = this.#sizes[entry]!;
        if (size >> 16 === length && this.#equals(entry, units, from, length)) return size & 0xffff;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  /** Remembers the tokens of `units[from..to)`, which is not there yet. */
  set(units: Uint16Array, from: number, to: number, tokens: number): void {
    const length = to - from;
    if (length <= SHORT) {
      const index = shortIndex(units, from, to);
      if (index >= 0) {
        this.#short[index] = tokens + 1;
        return;
      }
    } else if (length > MAX_LENGTH) return;
    if (this.#size === MAX_PIECES || this.#used + length > MAX_UNITS) this.clear();
    const hash = hashOf(units, from, to);
    let slot = hash & (SLOTS - 1);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
    this.#hashes[this.#size] = hash;
    this.#starts[this.#size] = this.#used;
    this.#sizes[this.#size] = (length << 16) | tokens;
    for (let i = from; i < to; i++) this.#units[this.#used++] = units[i]!;
    this.#slots[slot] = ++this.#size;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
    this.#used = 0;
  }

  #equals(entry: number, units: Uint16Array, from: number, length: number): boolean {
    const start = this.#starts[entry]!;
    for (let i = 0; i < length; i++) {
      if (this.#units[start + i] !== units[from + i]) return false;
    }
    return true;
  }
}

/** The characters as one number, or -1 if not all are ASCII. */
function shortIndex(units: Uint16Array, from: number, to: number): number {
  // Leads with a bit of its own, so that the number tells the length.
  let index = 1;
  let all = 0;
  for (let i = from; i < to; i++) {
    index = (index << ASCII_BITS) | units[i]!;
    all |= units[i]!;
  }
  return all < 1 << ASCII_BITS ? index : -1;
}

/** FNV-1a over units, with its high bits folded in because the table uses the low ones. */
function hashOf(units: Uint16Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ units[i]!, 0x01000193);
  return h ^ (h >>> 15);
}
