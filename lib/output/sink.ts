import type { RenderedText } from '../prompt/rendered-text.js';
import type { SampleKind } from '../records/columns.js';
import type { Sample } from '../records/sample.js';

/** A sample as a block has it: its texts may be in bytes. */
export type BlockSample = Sample<string | RenderedText>;

/** The samples of one block, as a worker has made them. */
export interface BlockContent {
  samples: readonly BlockSample[];
  /** The same as JSON lines, in UTF-8; the buffer is used again after `pack`. */
  lines: Uint8Array;
}

/** A block in the bytes of a file. */
export interface PackedBlock {
  bytes: Uint8Array;
  /** What the file's foot, or whoever joins files, has to know of the block; plain data. */
  note?: unknown;
}

/** How a file is made. */
export interface FileForm {
  /** `--compression-level`, of those that the sink has. */
  level: number;
  /** Which columns its samples have; missing for records of other kinds, which `takesLines` takes. */
  kind?: SampleKind;
}

export interface PackOptions extends FileForm {
  /** Packs on the thread pool, so that the caller's thread can go on; a worker has no need of it. */
  aside: boolean;
}

/** What stands around the blocks of one file; lives where the file is written. */
export interface Frame {
  /** What the file begins with. */
  head(): Uint8Array;
  /**
   * Takes the next block; its bytes may change after that.
   *
   * @param at byte of the file at which the bytes will stand that are returned
   * @returns what is written now: the block, or the group of blocks that it fills; undefined where it
   *   is held until its group is full
   */
  add(block: PackedBlock, at: number): readonly Uint8Array[] | undefined;
  /** The group of blocks that is held still, to be written before the foot; undefined for none. */
  rest(at: number): readonly Uint8Array[] | undefined;
  /** Whether notes are those of blocks that take so many bytes together, as `add` has returned them. */
  fits(length: number, notes: readonly unknown[]): boolean;
  /**
   * Notes blocks that an earlier process has written, in place of `add`: one, or a group.
   *
   * @param length bytes that they take in the file
   * @param at byte of the file at which they stand
   * @param notes those of the packed blocks
   */
  kept(length: number, at: number, notes: readonly unknown[]): void;
  /** The blocks that bytes of a file were made of. */
  split(bytes: Uint8Array, notes: readonly unknown[]): Iterable<PackedBlock>;
  /** What the file ends with. */
  foot(): Uint8Array;
}

/** What writes samples in one format: a worker packs blocks, the frame joins them to a file. */
export interface Sink {
  readonly help: string;
  /** Of file names, such as `.jsonl.gz`. */
  readonly ending: string;
  /** What `--compression-level` may be; missing where nothing is compressed. */
  readonly levels?: { readonly min: number; readonly max: number; readonly default: number };
  /** True if `pack` looks at the lines alone, so that records of any kind can be written (`--out`). */
  readonly takesLines?: true;
  /**
   * Sees that the format can hold a sample, before it is part of a block. Missing where it holds all.
   *
   * @throws RecordError for one that it cannot hold; KeychainError STAGE_FAILED for one that is none of
   *   its kind
   */
  check?(sample: BlockSample, kind: SampleKind): void;
  /** Packs a block; one that has no samples is never packed. */
  pack(content: BlockContent, options: PackOptions): PackedBlock | Promise<PackedBlock>;
  frame(form: FileForm): Frame | Promise<Frame>;
}

const NOTHING = new Uint8Array();

export interface PlainFrameParts {
  /** What the file begins with. */
  head?: Uint8Array;
  /** Told of each block, in order, where it stands; be it written now or before. */
  onBlock?: (at: number, note: unknown) => void;
  /** What the file ends with. */
  foot?: () => Uint8Array;
  /** In place of the foot, where there is no block. */
  empty?: Uint8Array;
}

/** The frame of a format whose blocks follow each other as they are. */
export function plainFrame({ head, onBlock, foot, empty }: PlainFrameParts = {}): Frame {
  let isEmpty = true;
  const note = (at: number, told: unknown): void => {
    isEmpty = false;
    onBlock?.(at, told);
  };
  return {
    head: () => head ?? NOTHING,
    add: ({ bytes, note: told }, at) => {
      note(at, told);
      return [bytes];
    },
    rest: () => undefined,
    fits: (_length, notes) => notes.length === 1,
    kept: (_length, at, [told]) => note(at, told),
    split: (bytes, [told]) => [{ bytes, note: told }],
    foot: () => (isEmpty && empty) || (foot?.() ?? NOTHING),
  };
}
