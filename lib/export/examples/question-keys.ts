import { foldQuestion } from '../../corpus/fold.js';

/** What there is to know a question by. */
export interface QuestionMarks {
  dataset: string;
  /** In the dataset; undefined where nobody gives one. */
  id?: string | undefined;
  /** Empty where it stands in the prompt alone, or says nothing without its context. */
  text: string;
}

/**
 * What a question is known by, be it in a sample, a trajectory or a row: its id in its dataset, and its text
 * without case, blanks and closing punctuation. Examples with one key in common are of one question.
 */
export function questionKeys({ dataset, id, text }: QuestionMarks): string[] {
  const folded = foldQuestion(text);
  return [
    ...(id === undefined ? [] : [JSON.stringify(['id', dataset, id])]),
    ...(folded === '' ? [] : [JSON.stringify(['text', folded])]),
  ];
}

/** The id of a sample's question: `dataset/question id/length` without its ends. */
export const questionIdOf = (sampleId: string): string =>
  /^[^/]*\/(.+)\/[^/]*$/.exec(sampleId)?.[1] ?? sampleId;
