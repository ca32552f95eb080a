import { contextQuestion, hasContext } from './context-question.js';
import type { DatasetKind } from './dataset-kind.js';

/** HotpotQA. Its sentences carry their own blanks, so they are put together as they are. */
export const hotpotqa: DatasetKind = {
  title: 'HotpotQA',
  recognizes: hasContext,
  read: (record, dataset = 'hotpotqa') => contextQuestion(record, dataset, ''),
};
