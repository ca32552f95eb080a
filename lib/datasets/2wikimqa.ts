import { contextQuestion, hasContext } from './context-question.js';
import type { DatasetKind } from './dataset-kind.js';

const OWN_FIELDS = ['evidences', 'evidences_id', 'entity_ids'];

/**
 * 2WikiMultihopQA: HotpotQA's shape, but its sentences carry no blanks, so they are joined by one.
 */
export const twoWiki: DatasetKind = {
  title: '2WikiMultihopQA',
  recognizes: record => hasContext(record) && OWN_FIELDS.some(field => field in record),
  read: (record, dataset = '2wikimqa') => contextQuestion(record, dataset, ' '),
};
