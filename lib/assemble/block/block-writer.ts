import { createHash } from 'node:crypto';
import type { JsonBytes } from '../../output/json-bytes.js';
import type { BlockContent } from '../../output/sink.js';
import { addTokens, NO_TOKENS } from '../../output/token-stats.js';
import type { RenderedText } from '../../prompt/rendered-text.js';
import type { Reject } from '../../records/reject.js';
import { isMarked, type Sample } from '../../records/sample.js';
import type { MadeBlock, MadeCounts } from './block.js';

/** A sample as it is about to be written. */
type Written = Sample<string | RenderedText>;

/** Takes in what becomes of a block's candidates, one after the other. */
export interface BlockWriter {
  /**
   * Adds a sample, or notes that it was left out.
   *
   * @param lane position of the length in the block's own list
   */
  add(lane: number, sample: Written | undefined): void;
  reject(lane: number, reject: Reject): void;
  /** The lines stay as they are until the next block. */
  finish(): { content: BlockContent; made: Pick<MadeBlock, 'made' | 'rejects' | 'linesSha256'> };
}

/**
 * @param lengths places of the block's lengths in the run's list
 * @param json used again from block to block
 */
export function blockWriter(lengths: readonly number[], json: JsonBytes): BlockWriter {
  json.clear();
  const samples: Written[] = [];
  const rejects: MadeBlock['rejects'] = [];
  const made = lengths.map((): MadeCounts => ({ tokens: NO_TOKENS, marked: 0, left_out: 0 }));
  return {
    add: (lane, sample) => {
      const counts = made[lane]!;
      if (!sample) {
        counts.left_out++;
        return;
      }
      // What only later stages need is not written.
      const { passages: _, ...written } = sample;
      json.line(written);
      samples.push(sample);
      counts.tokens = addTokens(counts.tokens, sample.length);
      if (isMarked(sample)) counts.marked++;
    },
    reject: (lane, reject) => {
      rejects.push({ length: lengths[lane]!, reject });
    },
    finish: () => {
      const lines = json.view();
      const linesSha256 = createHash('sha256').update(lines).digest();
      return { content: { samples, lines }, made: { made, rejects, linesSha256 } };
    },
  };
}
