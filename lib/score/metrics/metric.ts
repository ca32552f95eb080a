/** What counts as right: one file, and one row in the registry. */
export interface Metric {
  /** When a prediction is right by it, for `--help`. */
  readonly help: string;
  /** Computed only under rules that it decides, and 0 under others; missing where all compute it. */
  readonly isRulesOwn?: true;
  /** Values above this are right; by default only 1 is. */
  readonly rightAbove?: number;
  /**
   * How good a prediction is, 0 to 1. Both sides are normalized; what has come to nothing on either
   * side earns nothing.
   */
  value(prediction: string, answers: readonly string[]): number;
}
