import { type Fields, fieldsOf, filledField, flag, invalid, isFields } from '../records/fields.js';
import type { Question } from '../records/question.js';
import { type DatasetKind, recordId } from './dataset-kind.js';
import { answerListOf, answersOf } from './forms/answers.js';
import { idField } from './forms/ids.js';
import { listOf } from './forms/lists.js';
import { isList, unpacked } from './forms/packed.js';
import { makeQuestion } from './question.js';

/** One question of an article, not yet looked at, with what it stands under. */
export interface SquadEntry {
  title: string;
  context: unknown;
  qa: unknown;
  /** Where it stands in the article, for messages; the record itself is a row. */
  path?: string;
}

/**
 * SQuAD 1.1 or 2.0, an article at a time, or a row a question. A question's one passage is its
 * paragraph, under the article's title.
 */
export const squad: DatasetKind<SquadEntry> = {
  title: 'SQuAD',
  published: {
    license: 'cc-by-sa-4.0',
    language: 'en',
    page: 'https://rajpurkar.github.io/SQuAD-explorer',
  },
  recognizes: record => isArticle(record) || isRow(record),
  unfold,
  read,
  idOf: ({ qa }) => recordId(qa),
  articles: true,
};

const isArticle = (record: Fields): boolean => isList(record.paragraphs) && !('question' in record);

/** Rows of other datasets have a text as context, too; these have a title, or answers with places. */
function isRow({ context, question, title, answers, evidence }: Fields): boolean {
  if (typeof context !== 'string' || typeof question !== 'string') return false;
  // LooGLE names what it quotes.
  if (evidence !== undefined) return false;
  if (typeof title === 'string') return typeof unpacked(context) === 'string';
  return isFields(unpacked(answers)) && typeof unpacked(context) === 'string';
}

/** A paragraph without a list of questions is listed as one entry, which `read` then rejects. */
function unfold(raw: unknown): SquadEntry[] {
  const article = fieldsOf(raw);
  const { title, context } = article;
  if ('context' in article && !('paragraphs' in article)) {
    if (typeof (title ?? '') !== 'string') throw invalid('title', title, 'a string');
    return [{ title: (title ?? '') as string, context, qa: article }];
  }
  if (typeof title !== 'string') throw invalid('title', title, 'a string');
  const paragraphs = listOf(article.paragraphs, 'paragraphs', 'an array of paragraphs');
  return paragraphs.flatMap((paragraph, i): SquadEntry[] => {
    const path = `paragraphs[${i}]`;
    const { context, qas }: Fields = isFields(paragraph) ? paragraph : {};
    const list = unpacked(qas);
    if (!Array.isArray(list)) return [{ title, context, qa: undefined, path: `${path}.qas` }];
    return list.map((qa: unknown, j) => ({ title, context, qa, path: `${path}.qas[${j}]` }));
  });
}

function read({ title, context, qa, path }: SquadEntry, dataset = 'squad'): Question {
  if (!isFields(qa)) throw invalid(path ?? 'the record', qa, 'a question');
  if (typeof context !== 'string') {
    const name = path === undefined ? 'context' : `the context of ${path}`;
    throw invalid(name, context, 'the text of the paragraph');
  }
  const id = idField(qa, 'id', '_id');
  const question = filledField(qa, 'question');
  const { answers, answerable } = labelsOf(qa);
  const passages = [{ title, text: context, supporting: answerable === true }];
  return makeQuestion({ id, dataset, question, answers, passages, answerable });
}

/** Without the flag, a list of no answers is what an impossible question has; no list, a test split. */
function labelsOf(qa: Fields): { answers: string[]; answerable: boolean | undefined } {
  const given = qa.answers ?? qa.answer ?? undefined;
  const impossible = qa.is_impossible ?? undefined;
  if (impossible !== undefined && flag(impossible, 'is_impossible')) {
    return { answers: [], answerable: false };
  }
  if (given === undefined) return { answers: [], answerable: undefined };
  const answers =
    (qa.answers ?? undefined) === undefined
      ? answersOf(given, 'answer')
      : answerListOf(given, 'answers');
  return { answers, answerable: impossible !== undefined || answers.length > 0 };
}
