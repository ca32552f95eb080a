import { contextQuestion } from './context/question.js';
import { hasContext } from './context/shape.js';
import type { DatasetKind } from './dataset-kind.js';

/** HotpotQA. */
export const hotpotqa: DatasetKind = {
  title: 'HotpotQA',
  recognizes: hasContext,
  read: (record, dataset = 'hotpotqa') => contextQuestion(record, dataset),
};
