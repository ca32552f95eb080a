import { lastLines } from './last-lines.js';

/** Enough for the lines at the end of a job's log, in bytes. */
const LOOK = 1 << 16;
/** What an engine adds to what its job has said. */
const OF_AN_ENGINE = /^(slurmstepd|srun): error: /;

/** How a job's log ends, if that is badly. */
export interface BadEnd {
  message: string;
  /** Said by what runs the job, such as of a time that is over; else by the program. */
  byEngine: boolean;
}

/**
 * How a job's log ends, if that is badly.
 *
 * @throws what the system says
 */
export async function badEndOf(path: string): Promise<BadEnd | undefined> {
  const { lines } = await lastLines(path, LOOK);
  return badEnd(lines);
}

/** A log goes on when its job is run again: an error with other lines behind it is over. */
export function badEnd(lines: readonly string[]): BadEnd | undefined {
  const said = lines.map(line => line.trim()).filter(line => line !== '');
  const own = said.findLast(line => !OF_AN_ENGINE.test(line));
  if (own?.startsWith(ERROR)) return { message: own.slice(ERROR.length), byEngine: false };
  const last = said.at(-1);
  return last !== undefined && OF_AN_ENGINE.test(last)
    ? { message: last, byEngine: true }
    : undefined;
}

const ERROR = 'error: ';
