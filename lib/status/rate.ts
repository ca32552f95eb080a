import type { ReadLog } from './read-log.js';

/** Clocks of machines and of a file server may differ by that much, in ms. */
const CLOCKS_DIFFER_MS = 30_000;
/** A shorter time says nothing, in s. */
const LEAST_SECONDS = 1;

/** Two looks at a log that somebody writes. */
export interface Looks {
  first: ReadLog | undefined;
  last: ReadLog;
  /** Seconds between them. */
  seconds: number;
  /** When its writer has begun, in ms since 1970; missing where nobody knows. */
  since: number | undefined;
}

/**
 * Positions a second: since the log began where the run that writes it has begun it (a log has no
 * times of its own, but its file has), else between the two looks; undefined where nothing was seen.
 */
export function perSecond({ first, last, seconds, since }: Looks): number | undefined {
  const { born, changed, done } = last;
  const isItsOwn = born > 0 && since !== undefined && born >= since - CLOCKS_DIFFER_MS;
  if (isItsOwn) return rate(done, (changed - born) / 1000);
  return first && rate(done - first.done, seconds);
}

const rate = (done: number, seconds: number): number | undefined =>
  done > 0 && seconds >= LEAST_SECONDS ? done / seconds : undefined;
