import { isDeepStrictEqual } from 'node:util';
import type { View } from '../view.js';

/** `input` and `answers` are those of the dataset's question. */
export function checkQuestion({ sample, sources }: View): string[] {
  const { corpus } = sources;
  if (!corpus) return [];
  const { question_id: id } = sample.meta;
  const known = corpus.question(id);
  if (!known) return [`the dataset has no question ${id}`];
  const findings: string[] = [];
  if (sample.input !== known.question) findings.push(`input is not the text of question ${id}`);
  if (!isDeepStrictEqual(sample.answers, known.answers)) {
    findings.push(`answers are not those of question ${id}`);
  }
  return findings;
}
