import type { Merges } from './merges.js';

/** Positions and ranks share a number: exact as long as ranks stay below 2^21. */
const POSITIONS = 2 ** 32;

/**
 * Tokens of a long pre-token (a whole paragraph of Chinese is one) in O(n log n): neighbours are
 * linked, and a heap keeps the pairs by rank, then by position. An entry whose pair has changed
 * since is passed over.
 */
export function countByHeap(merges: Merges, text: Uint8Array, length: number): number {
  const ids = Int32Array.from(text.subarray(0, length), byte => merges.bytes[byte]!);
  return countIdsByHeap(merges, ids, text);
}

/**
 * The same for what begins with these tokens.
 *
 * @param ids - is written over
 * @param text - the bytes, where each token is one; nothing where ranks do not look at them
 */
export function countIdsByHeap(merges: Merges, ids: Int32Array, text: Uint8Array): number {
  const { length } = ids;
  const next = Int32Array.from({ length: length + 1 }, (_, i) => i + 1);
  const previous = Int32Array.from({ length: length + 1 }, (_, i) => i - 1);
  const ranks = new Int32Array(length).fill(-1);
  const heap = new Heap(length);
  const rankAt = (i: number): void => {
    const right = next[i]!;
    if (right >= length) {
      ranks[i] = -1;
      return;
    }
    ranks[i] = merges.rank(ids[i]!, ids[right]!, text, i, next[right]!);
    if (ranks[i]! >= 0) heap.push(ranks[i]! * POSITIONS + i);
  };
  for (let i = 0; i < length - 1; i++) rankAt(i);

  let count = length;
  for (let entry = heap.pop(); entry >= 0; entry = heap.pop()) {
    const i = entry % POSITIONS;
    const rank = (entry - i) / POSITIONS;
    if (ranks[i] !== rank) continue;
    const right = next[i]!;
    ids[i] = merges.merged(rank, ids[i]!, ids[right]!);
    ranks[right] = -1;
    next[i] = next[right]!;
    previous[next[i]!] = i;
    count--;
    rankAt(i);
    if (i > 0) rankAt(previous[i]!);
  }
  return count;
}

/** A binary heap of numbers, lowest first. */
class Heap {
  #entries: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#entries = new Float64Array(capacity);
  }

  push(entry: number): void {
    if (this.#size === this.#entries.length) this.#grow();
    const entries = this.#entries;
    let i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (entries[parent]! <= entry) break;
      entries[i] = entries[parent]!;
      i = parent;
    }
    entries[i] = entry;
  }

  /** Takes the lowest entry, or gives -1. */
  pop(): number {
    if (this.#size === 0) return -1;
    const lowest = this.#entries[0]!;
    this.#sift(this.#entries[--this.#size]!);
    return lowest;
  }

  #sift(entry: number): void {
    const entries = this.#entries;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && entries[child + 1]! < entries[child]!) child++;
      if (entries[child]! >= entry) break;
      entries[i] = entries[child]!;
      i = child;
    }
    entries[i] = entry;
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#entries.length);
    grown.set(this.#entries);
    this.#entries = grown;
  }
}
