import { slotsFor } from '../vocabulary/byte-table.js';

/** Numbers of a slot: left, right, and the value + 1. */
const WIDTH = 3;

/** A map from pairs of tokens to numbers such as ranks, in one typed array. */
export class PairTable {
  /** By hash, probed linearly; at most half full. A value of 0 is a slot that is free. */
  #pairs: Int32Array;
  #slots: number;
  #size = 0;

  /** @param expected about how many pairs there will be: growing to that costs more than all else */
  constructor(expected = 0) {
    this.#slots = slotsFor(expected);
    this.#pairs = new Int32Array(WIDTH * this.#slots);
  }

  /** The value of a pair, or -1. */
  get(left: number, right: number): number {
    return this.#pairs[this.#placeOf(left, right) + 2]! - 1;
  }

  /** A pair that is there already takes the new value. */
  set(left: number, right: number, value: number): void {
    const at = this.#placeOf(left, right);
    const isNew = this.#pairs[at + 2] === 0;
    this.#pairs[at] = left;
    this.#pairs[at + 1] = right;
    this.#pairs[at + 2] = value + 1;
    if (isNew && 2 * ++this.#size > this.#slots) this.#rehash();
  }

  /** Where the pair is, or would be. */
  #placeOf(left: number, right: number): number {
    const pairs = this.#pairs;
    const mask = this.#slots - 1;
    let h = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    h ^= h >>> 15;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const at = WIDTH * slot;
      if (pairs[at + 2] === 0) return at;
      if (pairs[at] === left && pairs[at + 1] === right) return at;
    }
  }

  #rehash(): void {
    const old = this.#pairs;
    this.#slots *= 2;
    this.#pairs = new Int32Array(WIDTH * this.#slots);
    for (let from = 0; from < old.length; from += WIDTH) {
      if (old[from + 2] === 0) continue;
      const to = this.#placeOf(old[from]!, old[from + 1]!);
      for (let i = 0; i < WIDTH; i++) this.#pairs[to + i] = old[from + i]!;
    }
  }
}
