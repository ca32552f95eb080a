import type { MetricName } from '../metrics/registry.js';

/**
 * How an answer is found in a model's text, what is compared, and what counts as right: one file,
 * and one row in the registry.
 */
export interface ScoringRule {
  /** Where it finds the answer, for `--help`. */
  readonly help: string;
  /** It looks behind the reasoning: where a server has split that off, it is put back. */
  readonly readsThoughts?: true;
  /** The metric that decides unless another is asked for. */
  readonly decides: MetricName;
  /** The answer, trimmed; null if there is none. */
  extract(text: string): string | null;
  normalize(answer: string): string;
}
