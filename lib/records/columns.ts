/**
 * What a column holds, as Arrow has it: a text, a whole number, a fraction, true or false, a list
 * of one of these, or a struct.
 */
export type Column = 'text' | 'whole' | 'fraction' | 'flag' | readonly [Column] | Columns;

/** Columns by name. */
export interface Columns {
  readonly [name: string]: Column;
}

const META = {
  dataset: 'text',
  question_id: 'text',
  seed: 'whole',
  tokenizer: { type: 'text', name: 'text', sha256: 'text' },
  max_seq_length: 'whole',
  tokens_to_generate: 'whole',
  prompt_tokens: 'whole',
  template: 'text',
  passage_format: 'text',
  remove_newline_tab: 'flag',
  sample_system_prompt: 'text',
  sample_instruction: 'text',
  chat_template: { sha256: 'text', date: 'text', kwargs: 'text' },
  corpus: 'text',
  passages: [{ id: 'text', supporting: 'flag' }],
  cut: { id: 'text', characters: 'whole' },
  placement: 'text',
  sigma: 'fraction',
  clamp: 'fraction',
  version: 'text',
  warnings: { corpus_too_small: 'flag', too_few_questions: 'flag' },
} as const satisfies Columns;

const SAMPLE = {
  id: 'text',
  index: 'whole',
  source_index: 'whole',
  input: 'text',
  answers: ['text'],
} as const satisfies Columns;

const CHAINED = {
  distractor_context: 'text',
  chain_head_with_question: 'text',
  distract_questions: ['text'],
  length: 'whole',
  meta: {
    ...META,
    chain_keys: ['text'],
    chains: [[['text']]],
    hops: 'whole',
    key_format: 'text',
    shape: 'text',
    branching: 'whole',
    hop_order: 'text',
  },
} as const satisfies Columns;

const SCORES = {
  scores: [
    {
      extracted: 'text',
      em: 'fraction',
      sub_em: 'fraction',
      cem: 'fraction',
      f1: 'fraction',
      reward: 'fraction',
      recall: 'fraction',
      correct: 'whole',
    },
  ],
  pass_count: 'whole',
} as const satisfies Columns;

const ROLLOUT = {
  text: 'text',
  finish_reason: 'text',
  reasoning_content: 'text',
} as const satisfies Columns;

/** Rollouts stand before their scores, and who judged them behind. */
const ROLLED = {
  rollouts: [ROLLOUT],
  ...SCORES,
  judged_by: 'text',
} as const satisfies Columns;

/**
 * The columns of each kind of record, in the order in which they are written. Every record has all
 * of its kind, with an empty value of the type where there is nothing: a reader that makes a table
 * takes the types from the first records that it sees, and fails on others.
 */
export const COLUMNS = {
  keychain: { ...SAMPLE, ...CHAINED },
  /** With `--keep-context`. */
  keychain_with_context: { ...SAMPLE, context: 'text', ...CHAINED },
  plain: {
    ...SAMPLE,
    context: 'text',
    distract_questions: ['text'],
    length: 'whole',
    meta: META,
  },
  needle: {
    ...SAMPLE,
    context: 'text',
    distract_questions: ['text'],
    length: 'whole',
    meta: {
      ...META,
      keys: 'whole',
      values: 'whole',
      queries: 'whole',
      value_kind: 'text',
      needle_format: 'text',
      asked: ['text'],
      needles: [{ key: 'text', value: 'text', at: 'whole' }],
    },
  },
  question: {
    id: 'text',
    dataset: 'text',
    question: 'text',
    answers: ['text'],
    passages: [{ title: 'text', text: 'text', supporting: 'flag', sentences: ['text'] }],
    answerable: 'flag',
    type: 'text',
    level: 'text',
    question_hops: 'whole',
  },
} as const satisfies Record<string, Columns>;

/** Kinds of samples that files hold. */
export type SampleKind = Exclude<keyof typeof COLUMNS, 'question'>;

/** What stages add to records of any kind, by the command. */
export const ADDED_COLUMNS = {
  score: SCORES,
  rollout: ROLLED,
  reasoning: { reasoning: [ROLLOUT], reasoning_style: 'text', reasoned_by: 'text' },
  trajectories: {
    ...ROLLED,
    best: 'whole',
    messages: [{ role: 'text', content: 'text' }],
  },
} as const satisfies Record<string, Columns>;
