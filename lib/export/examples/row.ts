import { createHash } from 'node:crypto';
import { type Fields, filledField, invalid, isFields, texts } from '../../records/fields.js';
import type { Example, SupportingPassage } from '../example.js';
import { messagesIn } from './messages.js';
import { passRateOf } from './pass-rate.js';

/** Whether a record is a row as verl has it, which is exported as it is. */
export const isRow = ({ prompt, reward_model: reward }: Fields): boolean =>
  Array.isArray(prompt) && isFields(reward);

/**
 * A row of a trainer as an example; it keeps its own labels.
 *
 * @throws RecordError RECORD_INVALID
 */
export function rowExample(record: Fields): Omit<Example, 'flaws'> {
  const messages = messagesIn(record, 'prompt');
  const last = messages.at(-1);
  if (last === undefined) throw invalid('prompt', [], 'a conversation');
  const reward = record.reward_model as Fields;
  const more = isFields(record.extra_info) ? record.extra_info : {};
  const dataSource = filledField(record, 'data_source');
  const digest = createHash('sha256').update(JSON.stringify(messages)).digest('hex').slice(0, 16);
  const question = textOr(more.question ?? more.input_question, '');
  return {
    kind: 'row',
    id: textOr(more.id ?? record.id, digest),
    questionKey: JSON.stringify([dataSource, question === '' ? digest : question]),
    dataset: dataSource,
    question,
    answers: truthOf(reward.ground_truth),
    messages,
    promptTokens: typeof more.prompt_tokens === 'number' ? more.prompt_tokens : undefined,
    passRate: passRateOf({ ...more, ...record }),
    supporting: supportingOf(more),
    own: {
      dataSource,
      ability: textOr(record.ability, ''),
      style: textOr(reward.style, 'rule'),
    },
    record,
  };
}

function supportingOf({ supporting_passages: list }: Fields): SupportingPassage[] {
  const passages: readonly unknown[] = Array.isArray(list) ? list : [];
  return passages.filter(isFields).map(({ number, title }) => ({
    number: Number(number),
    title: typeof title === 'string' ? title : '',
  }));
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;

const truthOf = (truth: unknown): string[] =>
  typeof truth === 'string' ? [truth] : texts(truth, 'reward_model.ground_truth');
