/** What the figures of a report take of a record: a few small values, never its texts. */
export interface Facts {
  /** Tokens: the budget that a sample was made for, else what its prompt has; missing for questions. */
  length?: number | undefined;
  /** Share of the budget that is used, 0 to 1. */
  budgetUse?: number | undefined;
  passages?: number | undefined;
  /** Where supporting passages begin, 0 to 1 of the context's characters. */
  supportDepths: readonly number[];
  /** Where the pairs of the true chain stand, alike. */
  chainDepths: readonly number[];
  /** Where the other pairs stand. */
  distractorDepths: readonly number[];
  /** Where needles stand, those that are asked for. */
  needleDepths: readonly number[];
  /** Pairs of the true chain. */
  hops?: number | undefined;
  chains?: number | undefined;
  questionHops?: number | undefined;
  level?: string | undefined;
  answerType?: string | undefined;
  /** How the record's rollouts, or predictions, were judged; missing where there are none. */
  judged?: Judged | undefined;
  /** Why each rollout ended, as the server has it. */
  endings: readonly string[];
}

/** Answers of a model to one record. */
export interface Judged {
  answers: number;
  /** Right by the metric that decided. */
  right: number;
  /** Right by CEM; missing where the scores do not say. */
  cem?: number;
  /** Right by F1. */
  f1?: number;
}
