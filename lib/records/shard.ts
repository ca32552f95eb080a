/** One of the parts of a run that are made by processes of their own. */
export interface Shard {
  /** From 0. */
  index: number;
  of: number;
}

/** As many as five digits number. */
export const MOST_SHARDS = 99_999;

/** For people: `shard 3 of 64`, counted from 0. */
export const shardText = ({ index, of }: Shard): string => `shard ${index} of ${of}`;
