import { contextQuestion } from './context/question.js';
import { hasContext } from './context/shape.js';
import type { DatasetKind } from './dataset-kind.js';

/** HotpotQA. */
export const hotpotqa: DatasetKind = {
  title: 'HotpotQA',
  published: {
    license: 'cc-by-sa-4.0',
    language: 'en',
    page: 'https://hotpotqa.github.io',
  },
  recognizes: hasContext,
  read: (record, dataset = 'hotpotqa') => contextQuestion(record, dataset),
};
