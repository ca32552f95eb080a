import { type ShardStatus, type State, secondsLeft, statusOf, type Traces } from './state.js';

/** All that is known of one output: its shards, or the file itself. */
export interface OutputTraces {
  /** Path without its ending, and without what tells its shards apart. */
  base: string;
  /** Into how many shards it is cut; null where it is not. */
  of: number | null;
  /** By number; a file that is not sharded has 0. What has left nothing is not there. */
  shards: Map<number, Traces>;
  /** Of shards: the file that they become, where there is something of it. */
  merged?: Traces | undefined;
  /** Whether their merge is planned. */
  isMergeDue: boolean;
}

/** How far an output is. */
export interface OutputStatus {
  base: string;
  max_seq_length: number | null;
  /** Into how many shards it is cut; null where it is not. */
  of: number | null;
  is_done: boolean;
  /** Shards by their state. */
  states: Record<State, number>;
  /** Positions that are done. */
  done: number;
  /** Positions in all; shards that have not begun count as the others do on average. */
  total: number | null;
  per_second: number | null;
  /** Until the shards are done. */
  seconds_left: number | null;
  /** How far the shards' merge is; null where nothing is sharded. */
  merge: Pick<ShardStatus, 'state' | 'error'> | null;
  shards: ShardStatus[];
}

/** What the traces of an output come to. */
export function outputStatus(output: OutputTraces): OutputStatus {
  const { base, of, merged, isMergeDue } = output;
  const shards = Array.from({ length: of ?? 1 }, (_, shard) =>
    statusOf(of === null ? null : shard, output.shards.get(shard) ?? {}),
  );
  const states = countStates(shards);
  const { state, error } = statusOf(null, merged ?? {});
  const merge = of === null ? null : { state, error };
  const done = sum(shards.map(each => each.done));
  const total = totalOf(shards);
  const perSecond = rateOf(shards);
  return {
    base,
    max_seq_length: lengthOf(output),
    of,
    is_done:
      merge?.state === 'done' || (states.done === shards.length && !(isMergeDue && of !== null)),
    states,
    done,
    total,
    per_second: perSecond,
    seconds_left: leftOf(shards, total === null ? null : total - done, perSecond),
    merge,
    shards,
  };
}

function countStates(shards: readonly ShardStatus[]): Record<State, number> {
  const counts = { done: 0, 'under way': 0, failed: 0, stopped: 0, missing: 0 };
  for (const { state } of shards) counts[state]++;
  return counts;
}

function totalOf(shards: readonly ShardStatus[]): number | null {
  const known = shards.flatMap(({ total }) => total ?? []);
  if (known.length === 0) return null;
  // Shards are nearly equal.
  return Math.round((sum(known) / known.length) * shards.length);
}

function rateOf(shards: readonly ShardStatus[]): number | null {
  const rates = shards.flatMap(({ per_second }) => per_second ?? []);
  return rates.length > 0 ? sum(rates) : null;
}

/** Seconds until all is done if as many go on as do now, and none before the slowest of them. */
function leftOf(
  shards: readonly ShardStatus[],
  positions: number | null,
  rate: number | null,
): number | null {
  const together = positions === null ? null : secondsLeft(positions, rate);
  if (together === null) return null;
  return Math.max(together, ...shards.flatMap(({ seconds_left }) => seconds_left ?? []));
}

function lengthOf({ shards, merged }: OutputTraces): number | null {
  for (const { manifest, log, keptLog } of [...shards.values(), merged ?? {}]) {
    const told = manifest ?? log ?? keptLog;
    if (told) return told.maxSeqLength;
  }
  return null;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
