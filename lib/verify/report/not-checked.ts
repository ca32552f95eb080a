import type { VerifySources } from '../sources.js';
import { FEWEST_PAIRS, type SpreadFigures } from './spread.js';

/** What could not be checked for want of sources or of samples, each with the reason. */
export function notChecked(
  { tokenizer, corpus }: VerifySources,
  samples: number,
  pairs: SpreadFigures | undefined,
): string[] {
  const reasons: string[] = [];
  if (samples === 0) reasons.push('anything: there are no samples');
  if (!tokenizer) {
    reasons.push(
      "the number of tokens of the prompts, and whether the question's own passages come before " +
        'fillers: no tokenizer was given',
    );
  }
  if (!corpus) {
    reasons.push(
      'the texts of the passages, which of them are supporting, the titles of fillers, the ' +
        "questions' texts and answers, and the dataset's own sentence bounds: no dataset or " +
        'corpus was given',
    );
  }
  if (pairs && pairs.count < FEWEST_PAIRS) {
    reasons.push(
      `whether the pairs are spread evenly: there are ${pairs.count}, ${FEWEST_PAIRS} are needed`,
    );
  }
  return reasons;
}
