import { fieldsOf, filledField, textField } from '../records/fields.js';
import type { Question } from '../records/question.js';
import { contextPassages } from './context-passages.js';
import { makeQuestion } from './question.js';

/**
 * Reads a record of HotpotQA, original or as a Hub row. Its sentences carry their own blanks, so
 * they are put together as they are.
 *
 * @throws RecordError
 */
export function hotpotqa(raw: unknown, dataset = 'hotpotqa'): Question {
  return fromContext(raw, dataset, '');
}

/**
 * Reads a record in HotpotQA's shape.
 *
 * @param joint what stands between two sentences of a passage
 */
export function fromContext(raw: unknown, dataset: string, joint: string): Question {
  const record = fieldsOf(raw);
  return makeQuestion({
    id: filledField(record, record._id === undefined ? 'id' : '_id'),
    dataset,
    question: filledField(record, 'question'),
    answers: [textField(record, 'answer')],
    passages: contextPassages(record, joint),
    answerable: true,
    type: record.type,
    level: record.level,
  });
}
