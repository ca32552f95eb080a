/** Bits of the filter's places: with half a million pairs one question in seventeen is in vain. */
const BITS = 23;

/**
 * Remembers pairs of characters in one megabyte. It never denies a pair that was added; it may affirm
 * one that was not, which its users have to bear.
 */
export class PairFilter {
  readonly #words = new Int32Array(2 ** (BITS - 5));

  add(left: number, right: number): void {
    const place = placeOf(left, right);
    this.#words[place >>> 5]! |= 1 << (place & 31);
  }

  /** False if the pair was certainly not added. */
  mayHave(left: number, right: number): boolean {
    const place = placeOf(left, right);
    return ((this.#words[place >>> 5]! >>> (place & 31)) & 1) === 1;
  }
}

function placeOf(left: number, right: number): number {
  const h = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  return (h ^ (h >>> 15)) & (2 ** BITS - 1);
}
