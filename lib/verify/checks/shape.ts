import { RecordError } from '../../errors.js';
import { HOP_ORDERS, type Sample, SHAPES } from '../../records/sample.js';
import { keyTest } from '../view/keys.js';
import { isNeedleFormat } from '../view/scan-needles.js';

type Test = (value: unknown) => boolean;
type Fields = Record<string, Test>;

const text: Test = value => typeof value === 'string';
const filled: Test = value => typeof value === 'string' && value.trim() !== '';
const natural: Test = value => Number.isSafeInteger(value) && (value as number) >= 0;
const positive: Test = value => natural(value) && value !== 0;
const flag: Test = value => typeof value === 'boolean';
const finite: Test = value => Number.isFinite(value);
const listOf =
  (test: Test): Test =>
  value =>
    Array.isArray(value) && value.every(test);
const oneOf =
  (values: readonly string[]): Test =>
  value =>
    values.includes(value as string);
const optional =
  (test: Test): Test =>
  value =>
    value === undefined || test(value);
const record =
  (fields: Fields): Test =>
  value =>
    wrongFields(value, fields).length === 0;

const PAIR: Test = value => listOf(text)(value) && (value as unknown[]).length === 2;

const SAMPLE: Fields = {
  id: filled,
  index: natural,
  source_index: natural,
  input: filled,
  answers: value => listOf(text)(value) && (value as unknown[]).length > 0,
  length: positive,
  meta: value => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const PLAIN_SAMPLE: Fields = { context: text, distract_questions: listOf(text) };
const KEYCHAIN_SAMPLE: Fields = {
  distractor_context: text,
  context: optional(text),
  chain_head_with_question: filled,
  distract_questions: listOf(text),
};
const META: Fields = {
  dataset: filled,
  question_id: filled,
  seed: finite,
  tokenizer: record({ type: filled, name: text, sha256: filled }),
  max_seq_length: natural,
  tokens_to_generate: natural,
  prompt_tokens: natural,
  template: text,
  passage_format: text,
  remove_newline_tab: flag,
  // Samples of an earlier version have none of these.
  sample_system_prompt: optional(text),
  sample_instruction: optional(text),
  chat_template: optional(value => wrongFields(value, CHAT_TEMPLATE).length === 0),
  corpus: text,
  passages: listOf(
    record({
      id: value => text(value) && /^[\da-f]{16}$/.test(value as string),
      supporting: flag,
    }),
  ),
  // Missing in samples of an earlier version.
  cut: optional(value => wrongFields(value, CUT).length === 0),
  placement: filled,
  sigma: finite,
  clamp: finite,
  version: text,
  warnings: record({ corpus_too_small: flag, too_few_questions: flag }),
};
const CHAT_TEMPLATE: Fields = { sha256: text, date: text, kwargs: text };
const CUT: Fields = { id: text, characters: natural };
const KEYCHAIN_META: Fields = {
  chain_keys: listOf(text),
  chains: listOf(value => listOf(PAIR)(value) && (value as unknown[]).length > 0),
  hops: positive,
  key_format: value => text(value) && keyTest(value as string) !== undefined,
  shape: oneOf(SHAPES),
  branching: positive,
  hop_order: oneOf(HOP_ORDERS),
};

const NEEDLE_META: Fields = {
  keys: positive,
  values: positive,
  queries: positive,
  value_kind: filled,
  needle_format: value => text(value) && isNeedleFormat(value as string),
  asked: listOf(filled),
  needles: listOf(record({ key: filled, value: filled, at: natural })),
};

/** Fields and their types. No other check can look at a sample that fails this one. */
export function checkFields(sample: unknown): string[] {
  // What the reader has not taken, for its size.
  if (sample instanceof RecordError) return [sample.message];
  const wrong = wrongFields(sample, SAMPLE);
  if (wrong.length) return wrong.map(missing);
  const { distractor_context, meta } = sample as Sample;
  const keychain = distractor_context !== undefined;
  wrong.push(...wrongFields(sample, keychain ? KEYCHAIN_SAMPLE : PLAIN_SAMPLE));
  const needles = !keychain && meta.needles !== undefined;
  const metaFields = {
    ...META,
    ...(keychain && KEYCHAIN_META),
    ...(needles && NEEDLE_META),
  };
  wrong.push(...wrongFields(meta, metaFields).map(name => `meta.${name}`));
  return wrong.map(missing);
}

/** The id is made of the dataset, the question's id and the length. */
export function checkId({ id, meta }: Sample): string[] {
  // A stroke in the dataset's name would move the bound between the two parts.
  const dataset = meta.dataset.replace(/%(?=2F|25)|\//g, encodeURIComponent);
  const expected = `${dataset}/${meta.question_id}/${meta.max_seq_length || 'relevant'}`;
  return id === expected ? [] : [`the id is ${id}, but its parts make ${expected}`];
}

// --- internal ---

function wrongFields(value: unknown, fields: Fields): string[] {
  if (typeof value !== 'object' || value === null) return Object.keys(fields);
  const values = value as Record<string, unknown>;
  return Object.keys(fields).filter(name => !fields[name]!(values[name]));
}

function missing(name: string): string {
  return `${name} is missing or has the wrong type`;
}
