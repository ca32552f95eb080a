import { keepsWork, removeTemporary } from '../../lib/disk/temporary.js';
import { awaitLoadingThreads } from '../../lib/loading-threads.js';
import { describeFailure } from './failure.js';

/** Milliseconds: a thread that loads longer hangs on a file system that does not answer. */
const LOADING_MS = 5_000;

/** What an interrupt is to do before it says so, such as to give a terminal back as it was. */
export const atInterrupt = new Set<() => void>();

/**
 * Sees to the ends of this process: to signals, to standard streams that fail, and to what nobody
 * has caught. To be called before anything else is loaded, so that no moment is without it; it is
 * for one command line.
 */
export function watchProcess(): void {
  endOnInterrupt();
  goOnWithoutReader();
  hearOfLargeFiles();
  endOnFailedOutput();
  endOnUncaught();
}

/**
 * Nothing half-written stays behind; finished corpora do, so the same command goes on faster. A
 * second signal that comes while this is seen to is too early; one that comes while threads are
 * waited for finds no handler and ends the process at once.
 */
function endOnInterrupt(): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) {
    process.on(signal, () => {
      for (const act of atInterrupt) {
        try {
          act();
        } catch {
          // The rest is to be done all the same.
        }
      }
      removeTemporary();
      process.stderr.write(
        keepsWork() ? 'interrupted; the same command goes on\n' : 'interrupted\n',
      );
      for (const each of signals) process.removeAllListeners(each);
      endProcess(130);
    });
  }
}

/** Nobody may read what is told of a run, or the disk of its log may be full: the run goes on. */
function goOnWithoutReader(): void {
  process.stderr.on('error', () => undefined);
}

/** A file over the limit of the user's (`ulimit -f`) is an error of its writer, not the end of all. */
function hearOfLargeFiles(): void {
  if (process.platform !== 'win32') process.on('SIGXFSZ', () => undefined);
}

/** A reader that has seen enough, like `head`, is no failure; a full disk is. */
function endOnFailedOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    removeTemporary();
    if (error.code === 'EPIPE') endProcess(0);
    process.stderr.write(
      `error: OUTPUT_UNWRITABLE: standard output: ${error.message}; send it to a place with room\n`,
    );
    endProcess(1);
  });
}

function endOnUncaught(): void {
  process.on('uncaughtException', error => {
    removeTemporary();
    process.stderr.write(describeFailure(error, process.argv.includes('--debug')).text);
    endProcess(1);
  });
}

function endProcess(code: number): never {
  awaitLoadingThreads(LOADING_MS);
  process.exit(code);
}
