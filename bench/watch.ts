import { readFile } from 'node:fs/promises';

const INTERVAL_MS = 20;
const BYTES_A_KILOBYTE = 1024;
/** Ticks a second in which /proc counts: the same on every Linux (`proc(5)`, USER_HZ). */
const TICKS = 100;

/** What /proc tells of a process; nothing where there is none. */
export interface Watched {
  /**
   * Peak of its anonymous memory (RssAnon, MB): what it cannot give back, without the pages of mapped
   * files that the kernel may drop at any time.
   */
  memory?: number | undefined;
  /** Processor time of its main thread, in seconds. */
  mainSeconds?: number | undefined;
}

/** Watches a process; returns a function that stops it and says what was seen. */
export function watchProcess(pid: number): () => Watched {
  const seen: Watched = {};
  const look = async (): Promise<void> => {
    const [status, stat] = await Promise.all(
      ['status', `task/${pid}/stat`].map(file =>
        readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
      ),
    );
    const kilobytes = Number(/^RssAnon:\s+(\d+) kB$/m.exec(status!)?.[1]);
    if (kilobytes > 0)
      seen.memory = Math.max(seen.memory ?? 0, (kilobytes * BYTES_A_KILOBYTE) / 1e6);
    // Behind the name, which may have blanks: state, then ten fields, then utime and stime.
    const [user, system] = stat!
      .slice(stat!.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    if (system !== undefined) seen.mainSeconds = (Number(user) + Number(system)) / TICKS;
  };
  const timer = setInterval(look, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return seen;
  };
}
