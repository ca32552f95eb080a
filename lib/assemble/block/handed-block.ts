import type { MadeBlock } from './block.js';
import type { SharedBytes } from './shared-bytes.js';

/** A block that a worker thread hands over. */
export interface HandedBlock {
  block: Omit<MadeBlock, 'packed' | 'release'>;
  /** Missing where the block holds no sample. */
  packed?: { bytes: SharedBytes; note: unknown };
}
