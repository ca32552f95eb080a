import { countByHeap, countIdsByHeap } from './bpe-heap.js';
import type { Merges } from './merges.js';

const NEVER = 0x7fffffff;
/** Bytes up to which looking through all pairs is faster than a heap. */
const SHORT = 64;
const NOTHING = new Uint8Array();

/**
 * Counts the tokens of a pre-token: again and again the pair of lowest rank, the leftmost if there
 * are several, becomes one token (Sennrich et al. 2016, https://arxiv.org/abs/1508.07909).
 */
export class Bpe {
  readonly #merges: Merges;
  readonly #ids = new Int32Array(SHORT + 1);
  /** Where each token begins; behind the last one, where it ends. */
  readonly #starts = new Int32Array(SHORT + 1);
  /** Rank of merging each token with the next. */
  readonly #ranks = new Int32Array(SHORT + 1);

  constructor(merges: Merges) {
    this.#merges = merges;
  }

  /** Tokens of the pre-token `text[0..length)`, in UTF-8. */
  count(text: Uint8Array, length: number): number {
    if (length < 2) return length;
    const { whole } = this.#merges;
    if (whole !== null && whole.find(text, 0, length) >= 0) return 1;
    if (length > SHORT) return countByHeap(this.#merges, text, length);
    for (let i = 0; i < length; i++) this.#ids[i] = this.#merges.bytes[text[i]!]!;
    return this.#merge(text, length);
  }

  /** Tokens of what begins with these tokens; the ranks of its merges must not look at bytes. */
  countIds(ids: Int32Array, length: number): number {
    if (length < 2) return length;
    if (length > SHORT) return countIdsByHeap(this.#merges, ids.slice(0, length), NOTHING);
    for (let i = 0; i < length; i++) this.#ids[i] = ids[i]!;
    return this.#merge(NOTHING, length);
  }

  /** Merges the first `length` of `#ids`. */
  #merge(text: Uint8Array, length: number): number {
    let count = length;
    this.#begin(text, length);
    for (let at = this.#lowest(count); at >= 0; at = this.#lowest(count)) {
      const rank = this.#ranks[at]!;
      this.#ids[at] = this.#merges.merged(rank, this.#ids[at]!, this.#ids[at + 1]!);
      this.#remove(at + 1, count--);
      if (at > 0) this.#rankAt(text, at - 1);
      if (at < count - 1) this.#rankAt(text, at);
    }
    return count;
  }

  /** Closes the gap that one of `count` tokens leaves; a loop, since the arrays are short. */
  #remove(token: number, count: number): void {
    const ids = this.#ids;
    const starts = this.#starts;
    const ranks = this.#ranks;
    for (let i = token; i < count; i++) {
      ids[i] = ids[i + 1]!;
      starts[i] = starts[i + 1]!;
      ranks[i] = ranks[i + 1]!;
    }
  }

  #begin(text: Uint8Array, length: number): void {
    for (let i = 0; i <= length; i++) this.#starts[i] = i;
    for (let i = 0; i < length - 1; i++) this.#rankAt(text, i);
  }

  /** Position of the leftmost pair of lowest rank among `count` tokens, or -1. */
  #lowest(count: number): number {
    const ranks = this.#ranks;
    let best = NEVER;
    let at = -1;
    for (let i = 0; i < count - 1; i++) {
      if (ranks[i]! < best) {
        best = ranks[i]!;
        at = i;
      }
    }
    return at;
  }

  #rankAt(text: Uint8Array, i: number): void {
    const ids = this.#ids;
    const starts = this.#starts;
    const rank = this.#merges.rank(ids[i]!, ids[i + 1]!, text, starts[i]!, starts[i + 2]!);
    this.#ranks[i] = rank < 0 ? NEVER : rank;
  }
}
