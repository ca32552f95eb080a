import type { Reject } from '../lib/records/reject.js';

/** What a run tells while it goes on. */
export interface Reporter {
  /** A remark that a user should see once. */
  warn(message: string): void;
  /** A step has begun that the next ones depend on. */
  step(message: string): void;
  /** `done` of `total` (if known) units are ready under a name; a note may follow. */
  progress(name: string, done: number, total?: number, note?: string): void;
  /** A record was set aside. */
  reject(reject: Reject): void;
}

export const silentReporter: Reporter = {
  warn: () => undefined,
  step: () => undefined,
  progress: () => undefined,
  reject: () => undefined,
};
