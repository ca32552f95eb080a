import type { Lease } from '../../../disk/lease.js';
import type { FileForm, PackedBlock, Sink } from '../../../output/sink.js';
import type { BlockEntry, LogHead } from './log.js';

/** Digests of a finished file of samples. */
export interface SampleFileDigest {
  bytes: number;
  sha256: string;
  /** SHA-256 over the SHA-256 of each block's lines, in order. */
  lines_sha256: string;
}

/** A block that is to be written. */
export interface PartBlock
  extends Pick<BlockEntry, 'row' | 'candidates' | 'to' | 'marked' | 'left_out'> {
  tokens: BlockEntry['tokens'];
  rejects: BlockEntry['rejects'];
  /** Missing where it holds no sample. */
  packed?: PackedBlock | undefined;
  /** SHA-256 of its lines, 32 bytes. */
  linesSha256: Uint8Array;
}

/** A file of samples under way. */
export interface PartFile {
  /** Candidates of the blocks that an earlier run has made. */
  readonly candidates: number;
  /** Number of the first block that is still to be made. */
  readonly from: number;
  /** The position behind the last candidate of those; 0 without any. */
  readonly to: number;
  /** What the log has of each block, in order, read from the disk. */
  blocks(): Iterable<BlockEntry>;
  /** Writes the next blocks; resolves when that is done, and their bytes may change. */
  write(blocks: readonly PartBlock[]): Promise<void>;
  /** Writes what is left: all is on the disk itself, but has no name yet. */
  end(): Promise<SampleFileDigest>;
  /** Gives a file that is ended its name. */
  name(): Promise<void>;
  /** Ends the log of a file that has its name: it goes, or stays as `NAME.log`. */
  endLog(options: { keep: boolean }): Promise<void>;
  /**
   * Leaves what is there for the next run, with the reason; removes it if that is no block.
   *
   * @returns whether anything is left
   */
  suspend(error?: unknown): Promise<boolean>;
}

export interface PartOptions {
  /** Where the file will be: no link. */
  path: string;
  sink: Sink;
  form: FileForm;
  head: Omit<LogHead, 'format'>;
  /** False from the first recorded block on that is not to be kept. */
  isWanted?: (entry: BlockEntry) => boolean;
  /** Of the file. Before something is written or removed it is seen that it is held still. */
  lease: Pick<Lease, 'check' | 'isHeld'>;
}
