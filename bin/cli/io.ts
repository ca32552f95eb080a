import type { Writable } from 'node:stream';
import { removeTemporary } from '../../lib/disk/temporary.js';
import { typedName } from './program.js';

/** A stream that may be a terminal. */
export type Screen = Writable & { isTTY?: boolean; columns?: number };

/** What surrounds a command line. */
export interface Io {
  stdout: Writable;
  stderr: Screen;
  /** What was typed to run the program; help and advice name it. */
  program: string;
  /** Milliseconds since some moment; rates are taken by it. */
  now(): number;
}

/** The process's own streams; their ends and signals are seen to, so it is for one command line. */
export function processIo(): Io {
  endQuietlyOnClosedPipe();
  endOnInterrupt();
  const { stdout, stderr, argv } = process;
  return { stdout, stderr, program: typedName(argv[1]), now: () => performance.now() };
}

/** A reader that has seen enough, like `head`, is no failure. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    removeTemporary();
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
}

/** Nothing half-written stays behind; finished corpora do, so the same command goes on faster. */
function endOnInterrupt(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeTemporary();
      process.stderr.write('interrupted\n');
      process.exit(130);
    });
  }
}
