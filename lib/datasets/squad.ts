import {
  type Fields,
  fieldsOf,
  filledField,
  flagField,
  invalid,
  isFields,
  listField,
} from '../records/fields.js';
import type { Question } from '../records/question.js';
import { type DatasetKind, recordId } from './dataset-kind.js';
import { makeQuestion } from './question.js';

/** One question of an article, not yet looked at, with what it stands under. */
export interface SquadEntry {
  title: string;
  context: unknown;
  qa: unknown;
  /** Where it stands in the article, for messages. */
  path: string;
}

/**
 * SQuAD 1.1 or 2.0, an article at a time. A question's one passage is its paragraph, under the
 * article's title.
 */
export const squad: DatasetKind<SquadEntry> = {
  title: 'SQuAD',
  recognizes: record => 'paragraphs' in record && !('question' in record),
  unfold,
  read,
  idOf: ({ qa }) => recordId(qa),
  articles: true,
};

/** A paragraph without a list of questions is listed as one entry, which `read` then rejects. */
function unfold(raw: unknown): SquadEntry[] {
  const article = fieldsOf(raw);
  const { title } = article;
  if (typeof title !== 'string') throw invalid('title', title, 'a string');
  const paragraphs = listField(article, 'paragraphs', 'an array of paragraphs');
  return paragraphs.flatMap((paragraph, i): SquadEntry[] => {
    const path = `paragraphs[${i}]`;
    const { context, qas }: Fields = isFields(paragraph) ? paragraph : {};
    if (!Array.isArray(qas)) return [{ title, context, qa: undefined, path: `${path}.qas` }];
    return qas.map((qa: unknown, j) => ({ title, context, qa, path: `${path}.qas[${j}]` }));
  });
}

function read({ title, context, qa, path }: SquadEntry, dataset = 'squad'): Question {
  if (!isFields(qa)) throw invalid(path, qa, 'a question');
  if (typeof context !== 'string') {
    throw invalid(`the context of ${path}`, context, 'the text of the paragraph');
  }
  const answerable = !flagField(qa, 'is_impossible', false);
  return makeQuestion({
    id: filledField(qa, 'id'),
    dataset,
    question: filledField(qa, 'question'),
    answers: answerable ? listField(qa, 'answers', 'an array of answers').map(answerText) : [],
    passages: [
      { title: title.toWellFormed(), text: context.toWellFormed(), supporting: answerable },
    ],
    answerable,
  });
}

function answerText(answer: unknown, i: number): string {
  const text = isFields(answer) ? answer.text : answer;
  if (typeof text !== 'string') throw invalid(`answers[${i}].text`, text, 'a string');
  return text;
}
