import { type Fields, filledField, invalid, isFields } from '../../records/fields.js';
import { answersOf } from '../../score/record.js';
import type { Example } from '../example.js';
import { messagesIn } from './messages.js';
import { passRateOf } from './pass-rate.js';
import { questionKeys } from './question-keys.js';

/** Whether a record is what `trajectories` writes. */
export const isTrajectory = ({ messages }: Fields): boolean => Array.isArray(messages);

/** Whether no answer was right, so that there is nothing to learn from it. */
export const isUnsolved = ({ messages }: Fields): boolean =>
  Array.isArray(messages) && messages.length === 0;

/**
 * A trajectory as an example: its conversation, which ends with the answer.
 *
 * @throws RecordError RECORD_INVALID
 */
export function trajectoryExample(record: Fields): Omit<Example, 'flaws'> {
  const meta = isFields(record.meta) ? record.meta : {};
  const { dataset = record.dataset, question_id: questionId = record.id } = meta;
  const messages = messagesIn(record, 'messages');
  const last = messages.at(-1)!;
  if (last.role !== 'assistant' || last.content === '') {
    throw invalid(`messages[${messages.length - 1}]`, last, 'the answer of the assistant');
  }
  const id = filledField(record, 'id');
  const question = filledField(record, record.input === undefined ? 'question' : 'input');
  return {
    kind: 'trajectory',
    id,
    questionKeys: questionKeys({
      dataset: `${dataset ?? ''}`,
      id: `${questionId}`,
      text: id.startsWith('needle/') ? '' : question,
    }),
    dataset: typeof dataset === 'string' ? dataset : '',
    question,
    answers: answersOf(record),
    messages,
    promptTokens: undefined,
    passRate: passRateOf(record),
    supporting: [],
    record,
  };
}
