import type { Progress } from '../../../lib/reporter.js';
import { clock } from './clock.js';
import { openPace, type Pace } from './pace.js';

/** Something under way, as a user is told of it. */
export interface Row {
  readonly name: string;
  progress: Progress;
  readonly pace: Pace;
}

/** Keeps a row for each name. */
export function rowsByName(now: () => number) {
  const rows = new Map<string, Row>();
  return {
    all: () => [...rows.values()],
    /** Takes up what is told, and says whether the name is new. */
    tell(name: string, progress: Progress): { row: Row; isNew: boolean } {
      const known = rows.get(name);
      const row = known ?? { name, progress, pace: openPace(now) };
      row.progress = progress;
      row.pace.add(progress.done);
      rows.set(name, row);
      return { row, isNew: known === undefined };
    },
  };
}

/** Whether all of a known whole is done. */
export const isDone = ({ done, total }: Progress): boolean => done === total;

/** Whether a share of a known whole can be shown. */
export const hasTotal = (progress: Progress): progress is Progress & { total: number } =>
  progress.total !== undefined && progress.total > 0;

/**
 * `120 of 300 questions, 12.3/s, 0:15 left`, and the note.
 *
 * @param isOver nothing more will come; its rate is that of the whole of it
 */
export function describeRow({ progress, pace }: Row, isOver = isDone(progress)): string {
  const { done, unit, note } = progress;
  const isBytes = unit === 'bytes';
  const amount = isBytes ? megabytes : String;
  const name = isBytes ? 'MB' : unit;
  const perSecond = isOver ? pace.overall() : pace.perSecond();
  const parts = [
    `${amount(done)}${hasTotal(progress) ? ` of ${amount(progress.total)}` : ''} ${name}`,
  ];
  if (perSecond !== undefined) {
    parts.push(isBytes ? `${megabytes(perSecond)} MB/s` : `${perSecond.toFixed(1)}/s`);
    const left = hasTotal(progress) && !isOver ? (progress.total - done) / perSecond : 0;
    if (left > 0 && Number.isFinite(left)) parts.push(`${clock(left)} left`);
  }
  if (note !== undefined) parts.push(note);
  return parts.join(', ');
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
