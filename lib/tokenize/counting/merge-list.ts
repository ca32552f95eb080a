/** Numbers of a merge: left, right, and what they make. */
const WIDTH = 3;

/** Merges in the order of their ranks, as tokens, in one typed array. */
export class MergeList {
  #tokens = new Int32Array(WIDTH * 2 ** 14);
  #length = 0;

  /** How many there are: the rank that the next one gets. */
  get length(): number {
    return this.#length;
  }

  push(left: number, right: number, whole: number): void {
    const at = WIDTH * this.#length++;
    if (at === this.#tokens.length) {
      const grown = new Int32Array(2 * at);
      grown.set(this.#tokens);
      this.#tokens = grown;
    }
    this.#tokens[at] = left;
    this.#tokens[at + 1] = right;
    this.#tokens[at + 2] = whole;
  }

  left(rank: number): number {
    return this.#tokens[WIDTH * rank]!;
  }

  right(rank: number): number {
    return this.#tokens[WIDTH * rank + 1]!;
  }

  /** The token that each merge makes, by rank. */
  made(): Int32Array {
    const made = new Int32Array(this.#length);
    for (let rank = 0; rank < made.length; rank++) made[rank] = this.#tokens[WIDTH * rank + 2]!;
    return made;
  }
}
