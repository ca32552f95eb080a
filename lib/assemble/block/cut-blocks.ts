import type { Transform } from 'node:stream';
import type { Candidate } from '../../records/candidate.js';
import { type Deal, isDealtTo } from '../../select/deal.js';
import { stage } from '../../stream/stage.js';
import { type Block, blockSize } from './block.js';

/** Blocks under way for some lengths of the same size. */
interface Lane {
  lengths: number[];
  size: number;
  /** Number of the first block that is to be made. */
  from: number;
  candidates: Candidate[];
}

export interface CutOptions {
  /** Number of the first block to make, a length each, by default 0; none where it is Infinity. */
  from?: readonly number[];
  /** One row of blocks for all lengths, of the longest one's size, for a single stream. */
  together: boolean;
  /** Which length takes which positions. Default: each takes all. Where a block begins does not depend on it. */
  deal?: Deal | undefined;
}

/**
 * A Transform of candidates, in the order of their positions, to blocks. A block is handed on as
 * soon as no further candidate can belong to it, so those of different lengths come mixed, each
 * length's own in order. The last one of each length says so; all come at the end, length by length.
 */
export function cutBlocks(
  maxSeqLengths: readonly (number | null)[],
  { from = [], together, deal }: CutOptions,
): Transform {
  const sizes = maxSeqLengths.map(blockSize);
  const lanes: Lane[] = together
    ? [{ lengths: [...sizes.keys()], size: Math.min(...sizes), from: 0, candidates: [] }]
    : sizes
        .map((size, length) => ({
          lengths: [length],
          size,
          from: from[length] ?? 0,
          candidates: [],
        }))
        .filter(lane => lane.from < Number.POSITIVE_INFINITY);
  type Push = (block: Block) => void;
  const close = (lane: Lane, push: Push, isLast: boolean): void => {
    const { lengths, candidates, size } = lane;
    const last = candidates.at(-1);
    lane.candidates = [];
    if (last || isLast) push({ row: last ? rowOf(last, size) : 0, lengths, candidates, isLast });
  };
  const isOf = ({ lengths }: Lane, { position }: Candidate): boolean =>
    lengths.some(length => isDealtTo(deal, position, length));
  const rowOf = ({ position }: Candidate, size: number): number => Math.floor(position / size);
  return stage<Candidate, Block>(
    (candidate, push) => {
      for (const lane of lanes) {
        const { size, candidates } = lane;
        if (rowOf(candidate, size) < lane.from) continue;
        const last = candidates.at(-1);
        if (last && rowOf(last, size) !== rowOf(candidate, size)) close(lane, push, false);
        if (isOf(lane, candidate)) lane.candidates.push(candidate);
        if ((candidate.position + 1) % size === 0) close(lane, push, false);
      }
    },
    {
      flush: push => {
        for (const lane of lanes) close(lane, push, true);
      },
    },
  );
}
