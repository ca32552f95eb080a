import type { Reject } from './reject.js';

/** A question of the corpus that may become samples; plain data. */
export interface Candidate {
  /** Its number in the corpus. */
  number: number;
  /** Its place among the candidates of the run, which is the `index` of its samples. */
  position: number;
  /** Its place in the dataset's (shuffled) list, before any filter. */
  sourceIndex: number;
  /** Questions without an answer that were passed over before it. */
  unanswerable: number;
  /** Questions of test splits that were. */
  unlabelled: number;
  /** Why no sample will be made of it, where that is known already. */
  reject?: Reject;
}
