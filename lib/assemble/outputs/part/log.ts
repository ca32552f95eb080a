import { wholeLines } from '../../../disk/whole-lines.js';
import { jsonText } from '../../../json/json-text.js';
import type { TokenCounts } from '../../../output/token-stats.js';
import type { Reject } from '../../../records/reject.js';
import type { TokenizerIdentity } from '../../../records/sample.js';
import type { Plan } from '../../../settings/plan.js';

/** Of the log's lines; a log of another one is not gone on with. */
const LOG_FORMAT = 1;

/** The first line of a log: what is being written. */
export interface LogHead {
  format: typeof LOG_FORMAT;
  plan: Plan;
  plan_sha256: string;
  max_seq_length: number | null;
  /** Of the run, from and up to (not included); `to` is null where nobody knows it beforehand. */
  positions: { from: number; to: number | null };
  /** As its samples call it: the plan has its digest alone. */
  tokenizer: TokenizerIdentity;
}

/** A line of a log: one block that is written. */
export interface BlockEntry {
  /** Its number at this length: position / size. */
  row: number;
  /** Candidates that it was made of. */
  candidates: number;
  /** The position behind its last candidate. */
  to: number;
  /** Of the file, behind it; of a block that is held still, before its group. */
  bytes: number;
  /** Whether it was held when this was written: it is in the file once a line says that its group is. */
  held?: true;
  /** Of its own bytes; missing where it holds no sample, or is held. */
  crc32?: number;
  /** SHA-256 (hex) of its lines; missing where it holds no sample. */
  lines_sha256?: string;
  /** Of its samples; null where there are none. */
  tokens: TokenCounts | null;
  marked: number;
  left_out: number;
  rejects: Reject[];
  /** What the file's foot has to know of it. */
  note?: unknown;
}

/** A line behind those of blocks that were held: their group is written. */
export interface GroupEntry {
  group: {
    /** Of the file, behind it. */
    bytes: number;
    /** Of its bytes. */
    crc32: number;
  };
}

/** Blocks whose bytes were written together: one, or a group. */
export interface WrittenBlocks {
  /** In order. */
  blocks: BlockEntry[];
  /** Of the file, behind them. */
  bytes: number;
  /** Of their bytes; missing where there are none. */
  crc32: number | undefined;
}

/** A line that says why a run has ended; the next one goes on behind it. */
export interface StoppedEntry {
  stopped: { code: string; message: string };
}

/** A line of a log, and the byte behind it. */
export interface LogLine<T> {
  entry: T;
  end: number;
}

export const headOf = (head: Omit<LogHead, 'format'>): LogHead => ({ format: LOG_FORMAT, ...head });

/** An entry as a line. */
export const logLine = (entry: LogHead | BlockEntry | GroupEntry | StoppedEntry): string =>
  `${jsonText(entry)}\n`;

/**
 * The head of a log; undefined where there is no log, or none that this version goes on with.
 *
 * @throws what the system says, but for a file that is not there
 */
export function readHead(path: string): LogLine<LogHead> | undefined {
  for (const { line, end } of wholeLines(path)) {
    const entry = parsed(line);
    return isHead(entry) ? { entry, end } : undefined;
  }
  return undefined;
}

/**
 * The blocks of a log, in order, up to the first line that is cut or is none of a log's: what lies
 * behind it was never finished. One line at a time is in memory.
 */
export function* readBlocks(path: string): Generator<BlockEntry> {
  for (const { entry } of readEntries(path)) if (isBlock(entry)) yield entry;
}

/**
 * The blocks of a log as they were written, in order: each by itself, or a group of those that were
 * held, once its line is there. Of blocks that are held still nothing is told. What has been
 * rejected is left out, of which there may be much.
 */
export function* readWritten(path: string): Generator<LogLine<WrittenBlocks>> {
  let held: BlockEntry[] = [];
  for (const { entry, end } of readEntries(path)) {
    if (isGroup(entry)) {
      if (held.length === 0) return;
      yield { entry: { blocks: held, ...entry.group }, end };
      held = [];
    } else if (entry.held) {
      held.push({ ...entry, rejects: [] });
    } else {
      if (held.length > 0) return;
      yield { entry: { blocks: [entry], bytes: entry.bytes, crc32: entry.crc32 }, end };
    }
  }
}

/** What a log tells of blocks, up to the first line that is cut or is none of a log's. */
function* readEntries(path: string): Generator<LogLine<BlockEntry | GroupEntry>> {
  let isFirst = true;
  for (const { line, end } of wholeLines(path)) {
    const entry = parsed(line);
    if (isFirst || isStopped(entry)) {
      isFirst = false;
      continue;
    }
    if (!isBlock(entry) && !isGroup(entry)) return;
    yield { entry, end };
  }
}

/** Why the last run has ended, if it has said so. */
export function readStopped(path: string): StoppedEntry['stopped'] | undefined {
  let stopped: StoppedEntry['stopped'] | undefined;
  for (const { line } of wholeLines(path)) {
    const entry = parsed(line);
    stopped = isStopped(entry) ? entry.stopped : undefined;
  }
  return stopped;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const has = <K extends string>(entry: unknown, key: K): entry is Record<K, unknown> =>
  typeof entry === 'object' && entry !== null && key in entry;

const isHead = (entry: unknown): entry is LogHead =>
  has(entry, 'format') && entry.format === LOG_FORMAT && has(entry, 'plan');

const isBlock = (entry: unknown): entry is BlockEntry =>
  has(entry, 'row') &&
  Number.isInteger(entry.row) &&
  has(entry, 'bytes') &&
  Number.isInteger(entry.bytes) &&
  has(entry, 'rejects') &&
  Array.isArray(entry.rejects);

const isGroup = (entry: unknown): entry is GroupEntry =>
  has(entry, 'group') &&
  has(entry.group, 'bytes') &&
  Number.isInteger(entry.group.bytes) &&
  has(entry.group, 'crc32') &&
  Number.isInteger(entry.group.crc32);

const isStopped = (entry: unknown): entry is StoppedEntry => has(entry, 'stopped');
