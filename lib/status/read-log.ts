import { readHead, type StoppedEntry } from '../assemble/outputs/part/log.js';
import { lastLines } from './last-lines.js';
import type { LogTrace } from './state.js';

/** What a log says, and when it was written, in milliseconds since 1970 by the file system's clock. */
export interface ReadLog extends LogTrace {
  changed: number;
  /** 0 where the file system does not know. */
  born: number;
}

/** A first look at the end of a log, in bytes; the line of a block names its rejects. */
const FIRST_LOOK = 1 << 16;
const LAST_LOOK = 1 << 26;

/**
 * Reads the head of a log and its end, however long it is; undefined where there is none, or none
 * that this version goes on with.
 *
 * @throws what the system says
 */
export async function readLog(path: string): Promise<ReadLog | undefined> {
  const head = readHead(path)?.entry;
  if (!head) return undefined;
  const { plan_sha256: planSha256, max_seq_length: maxSeqLength, positions } = head;
  const { to = positions.from, keptTo = positions.from, ...end } = await readEnd(path);
  const { stopped, changed, born } = end;
  return {
    ...{ planSha256, maxSeqLength, positions, changed, born },
    done: to - positions.from,
    ...(keptTo !== to && { kept: keptTo - positions.from }),
    ...(stopped && { stopped }),
  };
}

/** What the last lines of a log come to. */
interface End {
  /** Behind the last block; missing where there is none. */
  to: number | undefined;
  /** Behind the last one that is written, not held. */
  keptTo: number | undefined;
  /** Where that is the last line. */
  stopped: StoppedEntry['stopped'] | undefined;
  changed: number;
  born: number;
}

async function readEnd(path: string): Promise<End> {
  for (let look = FIRST_LOOK; ; look *= 8) {
    const { lines, isAll, changed, born } = await lastLines(path, look);
    const entries = lines.map(parsed);
    const to = entries.findLast(line => line.to !== undefined)?.to;
    const keptTo = keptIn(entries);
    if (keptTo === undefined && !isAll && look < LAST_LOOK) continue;
    return { to, keptTo, stopped: entries.at(-1)?.stopped, changed, born };
  }
}

/** The position behind the last block that is written: by itself, or with the group that it was held for. */
function keptIn(entries: readonly Line[]): number | undefined {
  const group = entries.findLastIndex(entry => entry.group !== undefined);
  const own = entries.findLastIndex(({ to, held }) => to !== undefined && !held);
  return own > group
    ? entries[own]!.to
    : entries.findLast(({ to }, i) => i < group && to !== undefined)?.to;
}

/** What is read of a line, be it of a block, of a group or of an end. */
interface Line extends Partial<StoppedEntry> {
  to?: number;
  held?: unknown;
  group?: unknown;
}

function parsed(line: string): Line {
  try {
    const entry: unknown = JSON.parse(line);
    return isLine(entry) ? entry : {};
  } catch {
    return {};
  }
}

const isLine = (entry: unknown): entry is Line =>
  typeof entry === 'object' &&
  entry !== null &&
  (!('to' in entry) || typeof entry.to === 'number') &&
  (!('stopped' in entry) || (typeof entry.stopped === 'object' && entry.stopped !== null));
