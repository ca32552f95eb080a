import type { Shard } from '../records/shard.js';

/** Positions of the largest block. Shards are cut at its bounds, which are bounds of all others. */
export const ROW_POSITIONS = 64;

/** The part of a run's positions that one shard makes. */
export interface Share {
  /** Its first position. */
  from: number;
  /** The position behind its last one. */
  to: number;
  /** Positions of the whole run. */
  all: number;
  /** Whether questions without an answer behind the run's last position count as its own. */
  takesRest: boolean;
}

/**
 * The positions of a shard: rows of 64 are dealt out in runs that differ by one row at most, the
 * longer ones first. So where there are fewer rows than shards, the last shards are empty, and the
 * first one is not unless all are.
 *
 * @param all positions of the whole run
 */
export function shareOf({ index, of }: Shard, all: number): Share {
  const rows = Math.ceil(all / ROW_POSITIONS);
  const most = rows % of;
  const firstRow = (shard: number): number => shard * Math.floor(rows / of) + Math.min(shard, most);
  const from = Math.min(all, firstRow(index) * ROW_POSITIONS);
  const to = Math.min(all, firstRow(index + 1) * ROW_POSITIONS);
  return { from, to, all, takesRest: all === 0 ? index === 0 : from < to && to === all };
}
