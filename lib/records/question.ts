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
