import { type Fields, fieldsOf, filledField, textField } from '../records/fields.js';
import type { Question } from '../records/question.js';
import { contextPassages } from './context-passages.js';
import { makeQuestion } from './question.js';

/** Whether a record has the fields of HotpotQA's shape. */
export const hasContext = (record: Fields): boolean =>
  'context' in record || 'supporting_facts' in record;

/**
 * Reads a record in HotpotQA's shape, original or as a Hub row.
 *
 * @param joint what stands between two sentences of a passage
 * @throws RecordError
 */
export function contextQuestion(raw: unknown, dataset: string, joint: string): Question {
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
