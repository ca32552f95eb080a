import { type Fields, invalid, isFields } from './fields.js';
import type { Sample } from './sample.js';

/** What a field must be. */
interface FieldKind {
  expected: string;
  isOptional?: true;
  is(value: unknown): boolean;
}

type Shape = readonly (readonly [name: string, kind: FieldKind])[];

const TEXT: FieldKind = { expected: 'a string', is: value => typeof value === 'string' };
const FILLED: FieldKind = {
  expected: 'text',
  is: value => typeof value === 'string' && value.trim() !== '',
};
const NUMBER: FieldKind = { expected: 'a number', is: Number.isFinite };
const NATURAL: FieldKind = {
  expected: 'a whole number, 0 or more',
  is: value => Number.isSafeInteger(value) && (value as number) >= 0,
};
const FLAG: FieldKind = { expected: 'true or false', is: value => typeof value === 'boolean' };
const LIST: FieldKind = { expected: 'an array', is: Array.isArray };
const OBJECT: FieldKind = { expected: 'an object', is: isFields };
const PASSAGE_ID: FieldKind = {
  expected: '16 hex digits',
  is: value => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value),
};

const optional = ({ expected, is }: FieldKind): FieldKind => ({
  expected,
  isOptional: true,
  is: value => value === undefined || is(value),
});

const SAMPLE: Shape = [
  ['id', FILLED],
  ['index', NATURAL],
  ['source_index', NATURAL],
  ['input', FILLED],
  [
    'answers',
    { expected: 'at least one answer', is: value => Array.isArray(value) && value.length > 0 },
  ],
  ['context', optional(TEXT)],
  ['length', NATURAL],
  ['meta', OBJECT],
  ['passages', optional(LIST)],
  ['passage_numbers', optional(LIST)],
];
const META: Shape = [
  ['dataset', FILLED],
  ['question_id', FILLED],
  ['seed', NUMBER],
  ['tokenizer', OBJECT],
  ['max_seq_length', NATURAL],
  ['tokens_to_generate', NATURAL],
  ['prompt_tokens', NATURAL],
  ['template', TEXT],
  ['passage_format', TEXT],
  ['remove_newline_tab', FLAG],
  // Samples of an earlier version have none of these.
  ['sample_system_prompt', optional(TEXT)],
  ['sample_instruction', optional(TEXT)],
  ['chat_template', optional(OBJECT)],
  ['corpus', TEXT],
  ['passages', LIST],
  ['cut', optional(OBJECT)],
  ['placement', FILLED],
  ['sigma', NUMBER],
  ['clamp', NUMBER],
  ['version', TEXT],
  ['warnings', OBJECT],
];
const WARNINGS: Shape = [
  ['corpus_too_small', FLAG],
  ['too_few_questions', FLAG],
];
const TOKENIZER: Shape = [
  ['type', FILLED],
  ['name', TEXT],
  ['sha256', FILLED],
];
const CHAT_TEMPLATE: Shape = [
  ['sha256', TEXT],
  ['date', TEXT],
  ['kwargs', TEXT],
];
const CUT: Shape = [
  ['id', TEXT],
  ['characters', NATURAL],
];
const LISTED_PASSAGE: Shape = [
  ['id', PASSAGE_ID],
  ['supporting', FLAG],
];
const PASSAGE_NUMBER: Shape = [
  ['number', NATURAL],
  ['drawn', optional(NUMBER)],
];
const PASSAGE: Shape = [
  ...LISTED_PASSAGE,
  ['title', TEXT],
  ['text', TEXT],
  ['bounds', LIST],
  ['tokens', NATURAL],
  ['drawn', optional(NUMBER)],
];

/** Whether a value has what samples are told by; whether its fields are right is another question. */
export function looksLikeSample(value: unknown): boolean {
  const { id, input, meta } = isFields(value) ? value : {};
  return (
    typeof id === 'string' &&
    typeof input === 'string' &&
    isFields(meta) &&
    Array.isArray(meta.passages)
  );
}

/**
 * The sample that a record is: whatever a later stage looks at is there and is what it should be.
 *
 * @throws RecordError RECORD_INVALID
 */
export function sampleFields(raw: unknown): Sample {
  if (!isFields(raw)) throw invalid('the record', raw, 'an object');
  check(raw, SAMPLE);
  const sample = raw as unknown as Sample;
  const { answers, meta, passages = [], passage_numbers: numbers = [] } = sample;
  checkItems(answers, TEXT, 'answers');
  check(meta, META, 'meta.');
  check(meta.tokenizer, TOKENIZER, 'meta.tokenizer.');
  check(meta.warnings, WARNINGS, 'meta.warnings.');
  if (meta.chat_template) check(meta.chat_template, CHAT_TEMPLATE, 'meta.chat_template.');
  if (meta.cut) check(meta.cut, CUT, 'meta.cut.');
  checkPassages(meta.passages, LISTED_PASSAGE, 'meta.passages');
  checkPassages(passages, PASSAGE, 'passages');
  for (const [i, { text, bounds }] of passages.entries()) {
    checkBounds(text, bounds, `passages[${i}].bounds`);
  }
  checkItems(numbers, OBJECT, 'passage_numbers');
  for (const [i, each] of numbers.entries()) check(each, PASSAGE_NUMBER, `passage_numbers[${i}].`);
  return sample;
}

/** A table has null where a record has no field, which is then taken away. */
function check(fields: unknown, shape: Shape, path = ''): void {
  for (const [name, { is, expected, isOptional }] of shape) {
    const value = (fields as Fields)[name];
    if (isOptional && value === null) delete (fields as Record<string, unknown>)[name];
    else if (!is(value)) throw invalid(`${path}${name}`, value, expected);
  }
}

function checkItems(items: readonly unknown[], { is, expected }: FieldKind, path: string): void {
  items.forEach((item, i) => {
    if (!is(item)) throw invalid(`${path}[${i}]`, item, expected);
  });
}

function checkPassages(passages: readonly { id: string }[], shape: Shape, path: string): void {
  checkItems(passages, OBJECT, path);
  const ids = new Set<string>();
  passages.forEach((passage, i) => {
    check(passage, shape, `${path}[${i}].`);
    ids.add(passage.id);
    if (ids.size <= i) throw invalid(`${path}[${i}].id`, passage.id, 'the id of another passage');
  });
}

function checkBounds(text: string, bounds: readonly unknown[], path: string): void {
  let last = -1;
  bounds.forEach((bound, i) => {
    if (typeof bound !== 'number' || bound <= last || text[bound] !== ' ') {
      throw invalid(`${path}[${i}]`, bound, 'the offset of a blank, behind the one before');
    }
    last = bound;
  });
}
