/** Every check, in the order of reports. `spread` and `manifest` look at a file only, `budget` at both. */
export const CHECK_NAMES = [
  'shape',
  'template',
  'length',
  'budget',
  'pairs',
  'chain',
  'hop-order',
  'needles',
  'passages',
  'question',
  'leak',
  'insertion',
  'spread',
  'manifest',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** One broken promise: which check found it, and what is wrong in one sentence. */
export interface Finding {
  check: CheckName;
  message: string;
}

/** A finding with its place in a file. */
export interface SampleFinding extends Finding {
  file: string;
  /** Line in the file, from 1. */
  line: number;
  /** Id of the sample, or `line N` where it has none. */
  id: string;
}
