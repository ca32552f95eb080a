/** A passage as a question brings it along. */
export interface QuestionPassage {
  title: string;
  text: string;
  /** True if the answer needs this passage. */
  supporting: boolean;
  /** The dataset's own sentences, in order; each is found in `text` after the one before it. */
  sentences?: string[];
}

/** One multi-hop question with its own passages; what `parse` writes, one JSON line each. */
export interface Question {
  id: string;
  dataset: string;
  question: string;
  answers: string[];
  passages: QuestionPassage[];
  answerable: boolean;
  type?: string;
  level?: string;
  question_hops?: number;
  /** Fields that later stages add travel with the question. */
  [extra: string]: unknown;
}

/**
 * The question with every field of its kind, in their order, an empty value where there is nothing:
 * so are all lines of all datasets alike. Fields of other stages follow.
 */
export function wholeQuestion(question: Question): Question {
  const { id, dataset, answers, passages, answerable, ...rest } = question;
  const { question: text, type = '', level = '', question_hops = 0, ...extras } = rest;
  const whole = passages.map(({ title, text, supporting, sentences = [] }) => {
    return { title, text, supporting, sentences };
  });
  const known = { id, dataset, question: text, answers, passages: whole, answerable };
  return { ...known, type, level, question_hops, ...extras };
}
