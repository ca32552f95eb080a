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
  const { to = positions.from, stopped, changed, born } = await readEnd(path);
  const done = to - positions.from;
  return { planSha256, maxSeqLength, positions, done, ...(stopped && { stopped }), changed, born };
}

/** What the last lines of a log come to. */
interface End {
  /** Behind the last block; missing where there is none. */
  to: number | undefined;
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
    if (to === undefined && !isAll && look < LAST_LOOK) continue;
    return { to, stopped: entries.at(-1)?.stopped, changed, born };
  }
}

/** What is read of a line, be it of a block or of an end. */
interface Line extends Partial<StoppedEntry> {
  to?: number;
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
