import { isDeepStrictEqual } from 'node:util';
import { squeeze } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/** `input` and `answers` are those of the dataset's question. */
export function checkQuestion({ sample, sources, needles }: View): string[] {
  const { corpus } = sources;
  // What is asked of needles stands in no dataset.
  if (!corpus || needles) return [];
  const { question_id: id, dataset, remove_newline_tab: flat } = sample.meta;
  const wording = (text: string): string => (flat ? squeeze(text) : text);
  const known = corpus.question(id, dataset);
  if (!known) return [`the dataset has no question ${id}`];
  const findings: string[] = [];
  if (wording(sample.input) !== wording(known.question))
    findings.push(`input is not the text of question ${id}`);
  if (!isDeepStrictEqual(sample.answers, known.answers)) {
    findings.push(`answers are not those of question ${id}`);
  }
  return findings;
}
