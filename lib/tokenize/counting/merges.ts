import type { ByteTable } from '../vocabulary/byte-table.js';

/** What a vocabulary merges, and in which order. */
export interface Merges {
  /** Token of one byte, by byte. */
  readonly bytes: Int32Array;
  /** Pre-tokens that are one token without any merging; null if the merges must lead there. */
  readonly whole: ByteTable | null;
  /**
   * Rank of merging two neighbours into one token, lower first, or -1 if they do not merge.
   *
   * @param start - where the left one begins in `text`
   * @param end - where the right one ends in `text`
   */
  rank(left: number, right: number, text: Uint8Array, start: number, end: number): number;
  /** The token that a merge of this rank makes of these two. */
  merged(rank: number, left: number, right: number): number;
}
