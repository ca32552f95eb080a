import { createHash } from 'node:crypto';
import { type Fields, filledField, invalid, isFields } from '../../records/fields.js';
import type { Example, SupportingPassage } from '../example.js';
import { sampleSource } from '../rows/sources.js';
import { messagesIn } from './messages.js';
import { passRateOf } from './pass-rate.js';
import { questionIdOf, questionKeys } from './question-keys.js';

/** Whether a record is a row as verl has it, which is exported as it is. */
export const isRow = ({ prompt, reward_model: reward }: Fields): boolean =>
  Array.isArray(prompt) && isFields(reward);

/**
 * A row of a trainer as an example.
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
  const source = sampleSource(dataSource);
  const digest = createHash('sha256').update(JSON.stringify(messages)).digest('hex').slice(0, 16);
  const question = textOr(more.question ?? more.input_question, '');
  const id = textOr(more.id ?? record.id, '');
  const keys = questionKeys({
    dataset: source?.dataset ?? dataSource,
    id: id === '' ? undefined : source ? questionIdOf(id) : id,
    text: source?.kind === 'needle' ? '' : question,
  });
  return {
    kind: 'row',
    id: id === '' ? digest : id,
    questionKeys:
      keys.length > 0 ? keys : questionKeys({ dataset: dataSource, id: digest, text: '' }),
    dataset: dataSource,
    question,
    answers: truthOf(reward.ground_truth),
    messages,
    promptTokens: typeof more.prompt_tokens === 'number' ? more.prompt_tokens : undefined,
    passRate: passRateOf({ ...more, ...record }),
    supporting: supportingOf(more),
    sampled: source?.kind,
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

/** The answers that a reward goes by; none where it goes by something else, such as tests of a program. */
function truthOf(truth: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(truth) ? truth : [truth];
  const texts = list.map(each => (typeof each === 'number' ? `${each}` : each));
  return texts.every(each => typeof each === 'string') ? texts : [];
}
