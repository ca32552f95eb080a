import { type Fields, invalid, isFields, texts } from './fields.js';

/** What an adopted sample says of how its supporting passages were placed, since nobody knows. */
export const UNKNOWN_PLACEMENT = 'unknown';

/** A message of a trainer's row. */
export interface ForeignMessage {
  role: string;
  content: string;
}

/**
 * A sample as others write one, or one of ours without its `meta`: what of it is said in so many words,
 * nothing that has to be read from texts.
 */
export interface ForeignRecord {
  id: string | undefined;
  index: number | undefined;
  sourceIndex: number | undefined;
  question: string | undefined;
  /** None where nothing is said of them. */
  answers: string[];
  /** The context, pairs included; undefined in a row of a trainer, where the prompt holds it. */
  context: string | undefined;
  /** The context before pairs were put in, where both are there. */
  original: string | undefined;
  head: string | undefined;
  length: number | undefined;
  /** What a trainer's row asks, system's message included. */
  conversation: ForeignMessage[] | undefined;
  /** The numbers of supporting passages, as their headers have them, where a row says so. */
  supporting: number[];
  /** Where a row says that it is from. */
  source: string | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const hasMeta = ({ meta }: Fields): boolean => meta !== undefined && meta !== null;

/** A conversation that ends where a model goes on. */
const asks = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(each => isFields(each) && isText(each.role) && isText(each.content)) &&
  (value.at(-1) as ForeignMessage).role !== 'assistant';

/** Whether a record is a trainer's row: it asks, and says what is right. */
export function isForeignRow(value: unknown): boolean {
  if (!isFields(value) || hasMeta(value)) return false;
  const { prompt, reward_model: reward, accepted_answers: accepted, solution } = value;
  const isJudged = isFields(reward) || Array.isArray(accepted) || isText(solution);
  return (asks(prompt) && isJudged) || (asks(value.messages) && isText(value.context));
}

/**
 * Whether a record is a sample without `meta`, with the names that the reference uses: the context, what
 * is asked, and what is right.
 */
export function isForeignSample(value: unknown): boolean {
  if (!isFields(value) || hasMeta(value) || isForeignRow(value)) return false;
  const { input, context, distractor_context: chained, answers, outputs } = value;
  const isAnswered = Array.isArray(answers ?? outputs);
  return isText(input) && isAnswered && (isText(context) || isText(chained));
}

/**
 * What a record of others says.
 *
 * @throws RecordError RECORD_INVALID
 */
export function foreignRecord(record: Fields): ForeignRecord {
  return isForeignRow(record) ? rowFields(record) : sampleFields(record);
}

// --- internal ---

function sampleFields(record: Fields): ForeignRecord {
  const { context, distractor_context: chained, chain_head_with_question: head } = record;
  const both = isText(context) && isText(chained) ? context : undefined;
  const found = isText(chained) ? chained : context;
  if (!isText(found) || found.trim() === '') {
    throw invalid('context', found, 'the rendered passages');
  }
  return {
    id: filled(record.id),
    index: whole(record.index),
    sourceIndex: whole(record.source_index),
    question: filled(record.input),
    answers: texts(record.answers ?? record.outputs ?? [], 'answers'),
    context: found,
    original: both,
    head: isText(chained) ? filled(head) : undefined,
    length: whole(record.length),
    conversation: undefined,
    supporting: [],
    source: filled(record.dataset),
  };
}

function rowFields(record: Fields): ForeignRecord {
  const more = isFields(record.extra_info) ? record.extra_info : {};
  const asked = more.question ?? more.input_question ?? record.question_text ?? record.question;
  return {
    id: filled(more.id ?? record.id),
    index: whole(more.index ?? record.index),
    sourceIndex: undefined,
    question: filled(asked),
    answers: answersOf(record),
    context: undefined,
    original: undefined,
    head: undefined,
    length: undefined,
    conversation: (asks(record.prompt) ? record.prompt : record.messages) as ForeignMessage[],
    supporting: numbersOf(more.supporting_passages ?? record.supporting_passages),
    source: filled(record.data_source ?? record.dataset_name),
  };
}

const numbersOf = (passages: unknown): number[] =>
  (Array.isArray(passages) ? passages : []).flatMap((each: unknown) => {
    const number = isFields(each) ? whole(each.number) : undefined;
    return number === undefined ? [] : [number];
  });

/** What a reward goes by: a text, a number, or a list of them. */
function answersOf(record: Fields): string[] {
  const { reward_model: reward, accepted_answers, solution, answers } = record;
  const truth = isFields(reward) ? reward.ground_truth : (accepted_answers ?? answers ?? solution);
  const list: readonly unknown[] = Array.isArray(truth) ? truth : [truth ?? undefined];
  return list.flatMap(each =>
    isText(each) && each !== '' ? [each] : typeof each === 'number' ? [`${each}`] : [],
  );
}

const filled = (value: unknown): string | undefined =>
  isText(value) && value.trim() !== '' ? value : undefined;

const whole = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
