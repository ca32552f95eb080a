import type { MergeList } from './merge-list.js';

/** Numbers of a slot: left, right, and the rank + 1. */
const WIDTH = 3;

/** A map from pairs of tokens to the ranks of their merges, in one typed array. */
export class PairTable {
  /** By hash, probed linearly; at most half full. A rank of 0 is a slot that is free. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** Of several merges of one pair the last one counts. */
  constructor(merges: MergeList) {
    const slots = 2 ** Math.ceil(Math.log2(2 * merges.length + 1));
    this.#slots = new Int32Array(WIDTH * slots);
    this.#mask = slots - 1;
    for (let rank = 0; rank < merges.length; rank++) {
      const left = merges.left(rank);
      const right = merges.right(rank);
      const at = this.#placeOf(left, right);
      this.#slots[at] = left;
      this.#slots[at + 1] = right;
      this.#slots[at + 2] = rank + 1;
    }
  }

  /** The rank of a pair, or -1. */
  get(left: number, right: number): number {
    return this.#slots[this.#placeOf(left, right) + 2]! - 1;
  }

  /** Where the pair is, or would be. */
  #placeOf(left: number, right: number): number {
    const slots = this.#slots;
    let h = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    h ^= h >>> 15;
    for (let slot = h & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = WIDTH * slot;
      if (slots[at + 2] === 0) return at;
      if (slots[at] === left && slots[at + 1] === right) return at;
    }
  }
}
