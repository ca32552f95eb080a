import { judgeRollouts } from '../../lib/model/ask/judge.js';
import type { Fields } from '../../lib/records/fields.js';
import { readFacts } from '../../lib/report/read-facts.js';

/** One who answers right if all that the question needs stands where it reads. Nothing of it is a model. */
export interface Reader {
  name: string;
  /** Whether it reads a place: a share of the context, of so many tokens. */
  reads: (depth: number, tokens: number) => boolean;
}

/** Readers as one meets them, by rules that anybody can check on the map. */
export const READERS: readonly Reader[] = [
  { name: 'reads the last 8k tokens', reads: (depth, tokens) => (1 - depth) * tokens <= 8192 },
  { name: 'skips the middle', reads: depth => depth < 0.4 || depth > 0.7 },
];

/** A sample with the answers of a reader, one for each of `n` times. */
export function answeredBy(sample: Fields, { name, reads }: Reader, n = 8): Fields {
  const { supportDepths = [], length = 0 } = readFacts(sample) ?? {};
  const [answer = ''] = sample.answers as string[];
  const isRight = supportDepths.every(depth => reads(depth, length));
  const rollout = {
    text: `\\boxed{${isRight ? answer : 'unknown'}}`,
    finish_reason: 'stop',
    reasoning_content: '',
  };
  const rollouts = Array.from({ length: n }, () => rollout);
  return judgeRollouts(sample, rollouts, name, { rule: 'boxed-or-answer-is' });
}
