import type { Reject } from './records/reject.js';

/** How far something is that goes on under a name. */
export interface Progress {
  done: number;
  /** Missing where nobody knows it. */
  total?: number | undefined;
  /** What is counted, in the plural: `questions`, `bytes`. */
  unit: string;
  /** Something to say beside it, such as what it has cost. */
  note?: string | undefined;
}

/** What a run tells while it goes on. */
export interface Reporter {
  /** A remark that a user should see once. */
  warn(message: string): void;
  /** A step has begun that the next ones depend on. */
  step(message: string): void;
  /** Something is so far, under a name; told again and again. */
  progress(name: string, progress: Progress): void;
  /** A record was set aside. */
  reject(reject: Reject): void;
}

export const silentReporter: Reporter = {
  warn: () => undefined,
  step: () => undefined,
  progress: () => undefined,
  reject: () => undefined,
};
