/** A map from pairs of tokens to ranks in three typed arrays. */
export class PairTable {
  #lefts = new Int32Array(2 ** 14);
  #rights = new Int32Array(2 ** 14);
  /** Rank + 1, probed linearly; at most half full. */
  #ranks = new Int32Array(2 ** 14);
  #size = 0;

  /** The rank of a pair, or -1. */
  get(left: number, right: number): number {
    return this.#ranks[this.#slotOf(left, right)]! - 1;
  }

  /** A pair that is there already takes the new rank. */
  set(left: number, right: number, rank: number): void {
    const slot = this.#slotOf(left, right);
    if (this.#ranks[slot] === 0) this.#size++;
    this.#lefts[slot] = left;
    this.#rights[slot] = right;
    this.#ranks[slot] = rank + 1;
    if (2 * this.#size === this.#ranks.length) this.#rehash();
  }

  /** Where the pair is, or would be. */
  #slotOf(left: number, right: number): number {
    const mask = this.#ranks.length - 1;
    let h = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    h ^= h >>> 15;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      if (this.#ranks[slot] === 0) return slot;
      if (this.#lefts[slot] === left && this.#rights[slot] === right) return slot;
    }
  }

  #rehash(): void {
    const lefts = this.#lefts;
    const rights = this.#rights;
    const ranks = this.#ranks;
    this.#lefts = new Int32Array(2 * lefts.length);
    this.#rights = new Int32Array(2 * lefts.length);
    this.#ranks = new Int32Array(2 * lefts.length);
    for (let i = 0; i < ranks.length; i++) {
      if (ranks[i] === 0) continue;
      const slot = this.#slotOf(lefts[i]!, rights[i]!);
      this.#lefts[slot] = lefts[i]!;
      this.#rights[slot] = rights[i]!;
      this.#ranks[slot] = ranks[i]!;
    }
  }
}
