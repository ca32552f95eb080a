import type { Writable } from 'node:stream';
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

/** The process's own streams. */
export function processIo(): Io {
  const { stdout, stderr, argv } = process;
  return { stdout, stderr, program: typedName(argv[1]), now: () => performance.now() };
}
