import type { BadEnd } from './bad-end.js';

/** What becomes of a shard, or of a file that is not sharded. */
export const STATES = ['done', 'under way', 'failed', 'stopped', 'missing'] as const;

export type State = (typeof STATES)[number];

/** What a finished file's manifest says. */
export interface ManifestTrace {
  planSha256: string;
  maxSeqLength: number | null;
  /** Whether its file is there, as long as it says. */
  isWhole: boolean;
}

/** What a log says: how far a file is that is, or was, under way. */
export interface LogTrace {
  planSha256: string;
  maxSeqLength: number | null;
  /** Of the run, from and up to (not included); `to` is null where nobody knows it. */
  positions: { from: number; to: number | null };
  /** Positions that are done, counted from `from`. */
  done: number;
  /**
   * The same, less those that are lost if the run ends now: blocks that a format holds until their group
   * is full. Missing where there are none.
   */
  kept?: number;
  /** Why the last run has ended, if it has said so. */
  stopped?: { code: string; message: string };
}

/** What a lease says: who writes a file. */
export interface LeaseTrace {
  /** Whether somebody keeps it up. */
  isAlive: boolean;
  /** Missing where the file does not say so. */
  writer?: { host: string; pid: number };
}

/** What a shard, or a file that is not sharded, has left on disk. */
export interface Traces {
  manifest?: ManifestTrace | undefined;
  /** Of what is under way. */
  log?: LogTrace | undefined;
  /** Of what is done; only shards keep it. */
  keptLog?: LogTrace | undefined;
  lease?: LeaseTrace | undefined;
  /** Seconds since the last block, by the clock of the folder. */
  lastBlockAge?: number | undefined;
  /** Positions a second, where that could be seen. */
  perSecond?: number | undefined;
  /** How the log of its job ends, if that is badly. */
  jobEnd?: BadEnd | undefined;
}

/** How far a shard is, or a file that is not sharded. */
export interface ShardStatus {
  /** Its number; null for a file that is not sharded. */
  shard: number | null;
  state: State;
  /** Positions that are done. */
  done: number;
  /** Positions in all; null where nobody knows. */
  total: number | null;
  /** Positions a second; null where nothing goes on, or nobody can say yet. */
  per_second: number | null;
  /** Null where nothing goes on, or nobody can say yet. */
  seconds_left: number | null;
  /** Null where there is no block, or it is done. */
  last_block_seconds_ago: number | null;
  /** Who writes it, or wrote it last, where that is known. */
  writer: { host: string; pid: number } | null;
  /** Why it has failed, or stopped, where somebody has said so. */
  error: string | null;
}

/**
 * What the traces come to. What somebody writes just now is under way; what
 * has its manifest is done; of the rest, what has ended with an error has failed, and what nobody
 * works on any more has stopped: it goes on when it is run again.
 */
export function statusOf(shard: number | null, traces: Traces): ShardStatus {
  const { log, lease, perSecond, lastBlockAge } = traces;
  const state = stateOf(traces);
  const told = state === 'done' ? (traces.keptLog ?? log) : log;
  const total = told ? totalOf(told) : null;
  const done = state === 'done' ? (total ?? told?.done ?? 0) : doneOf(state, told);
  const rate = state === 'under way' ? (perSecond ?? null) : null;
  return {
    shard,
    state,
    done,
    total,
    per_second: rate,
    seconds_left: total === null ? null : secondsLeft(total - done, rate),
    last_block_seconds_ago: state !== 'done' && done > 0 ? (lastBlockAge ?? null) : null,
    writer: (state !== 'done' && lease?.writer) || null,
    error: errorOf(state, traces),
  };
}

/** What is held counts as long as somebody will write it. */
const doneOf = (state: State, told: LogTrace | undefined): number =>
  (state === 'under way' ? undefined : told?.kept) ?? told?.done ?? 0;

/** Seconds that positions will take at a rate (positions a second). */
export const secondsLeft = (positions: number, rate: number | null): number | null =>
  rate === null || rate <= 0 ? null : positions / rate;

const totalOf = ({ positions: { from, to } }: LogTrace): number | null =>
  to === null ? null : to - from;

function stateOf({ manifest, log, lease, jobEnd }: Traces): State {
  // A run that ends gives its lease back last.
  if (lease?.isAlive && (log || !manifest?.isWhole)) return 'under way';
  // Killed between the names of a file and of its log, or begun anew for another plan?
  const isDone = manifest?.isWhole && (!log || log.planSha256 === manifest.planSha256);
  if (isDone) return 'done';
  if (log?.stopped !== undefined || jobEnd?.byEngine === false) return 'failed';
  return log || lease ? 'stopped' : 'missing';
}

/** What the run has said last, or else its job. */
function errorOf(state: State, { log, jobEnd }: Traces): string | null {
  if (state !== 'failed' && state !== 'stopped') return null;
  return log?.stopped ? `${log.stopped.code}: ${log.stopped.message}` : (jobEnd?.message ?? null);
}
