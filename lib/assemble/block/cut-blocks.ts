import type { Transform } from 'node:stream';
import type { Candidate } from '../../records/candidate.js';
import { stage } from '../../stream/stage.js';
import { type Block, blockSize } from './block.js';

/** Blocks under way for some lengths of the same size. */
interface Lane {
  lengths: number[];
  size: number;
  candidates: Candidate[];
}

/**
 * A Transform of candidates, in the order of their positions, to blocks. A block is handed on as
 * soon as no further candidate can belong to it, so those of different lengths come mixed, each
 * length's own in order.
 *
 * @param together one row of blocks for all lengths, of the longest one's size, for a single stream
 */
export function cutBlocks(
  maxSeqLengths: readonly (number | null)[],
  { together }: { together: boolean },
): Transform {
  const sizes = maxSeqLengths.map(blockSize);
  const lanes: Lane[] = together
    ? [{ lengths: [...sizes.keys()], size: Math.min(...sizes), candidates: [] }]
    : sizes.map((size, length) => ({ lengths: [length], size, candidates: [] }));
  type Push = (block: Block) => void;
  const close = (lane: Lane, push: Push): void => {
    const { lengths, candidates } = lane;
    lane.candidates = [];
    if (candidates.length > 0) push({ lengths, candidates });
  };
  const rowOf = ({ position }: Candidate, size: number): number => Math.floor(position / size);
  return stage<Candidate, Block>(
    (candidate, push) => {
      for (const lane of lanes) {
        const { size, candidates } = lane;
        const last = candidates.at(-1);
        if (last && rowOf(last, size) !== rowOf(candidate, size)) close(lane, push);
        lane.candidates.push(candidate);
        if ((candidate.position + 1) % size === 0) close(lane, push);
      }
    },
    {
      flush: push => {
        for (const lane of lanes) close(lane, push);
      },
    },
  );
}
