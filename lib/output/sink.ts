import type { RenderedText } from '../prompt/rendered-text.js';
import type { Sample } from '../records/sample.js';

/** The samples of one block, as a worker has made them. */
export interface BlockContent {
  samples: readonly Sample<string | RenderedText>[];
  /** The same as JSON lines, in UTF-8; the buffer is used again after `pack`. */
  lines: Uint8Array;
}

/** A block in the bytes of a file. */
export interface PackedBlock {
  bytes: Uint8Array;
  /** What the file's foot has to know of the block; plain data. */
  note?: unknown;
}

export interface PackOptions {
  /** `--compression-level`, 0 to 9. */
  level: number;
  /** Packs on the thread pool, so that the caller's thread can go on; a worker has no need of it. */
  aside: boolean;
}

/** What stands around the blocks of one file; lives where the file is written. */
export interface Frame {
  /** What the file begins with. */
  head(): Uint8Array;
  /**
   * What is written for a block; blocks come in order.
   *
   * @param at byte of the file at which it will stand
   */
  block(block: PackedBlock, at: number): Uint8Array;
  /**
   * Notes a block that an earlier process has written, in place of `block`.
   *
   * @param length bytes that it takes in the file
   * @param at byte of the file at which it stands
   * @param note that of the packed block
   */
  kept(length: number, at: number, note: unknown): void;
  /** What the file ends with. */
  foot(): Uint8Array;
}

/** What writes samples in one format: a worker packs blocks, the frame joins them to a file. */
export interface Sink {
  readonly help: string;
  /** Of file names, such as `.jsonl.gz`. */
  readonly ending: string;
  /** True if `pack` looks at the lines alone, so that records of any kind can be written (`--out`). */
  readonly takesLines?: true;
  /** Packs a block; one that has no samples is never packed. */
  pack(content: BlockContent, options: PackOptions): PackedBlock | Promise<PackedBlock>;
  frame(level: number): Frame;
}

const NOTHING = new Uint8Array();

/** The frame of a format whose blocks follow each other, with `empty` for a file without any. */
export function plainFrame(empty: Uint8Array = NOTHING): Frame {
  let isEmpty = true;
  return {
    head: () => NOTHING,
    block: ({ bytes }) => {
      isEmpty = false;
      return bytes;
    },
    kept: () => {
      isEmpty = false;
    },
    foot: () => (isEmpty ? empty : NOTHING),
  };
}
