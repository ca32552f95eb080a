import {
  type Fields,
  fieldsOf,
  filledField,
  flag,
  flagField,
  invalid,
  isFields,
} from '../records/fields.js';
import type { Question, QuestionPassage } from '../records/question.js';
import type { DatasetKind } from './dataset-kind.js';
import { answersOf } from './forms/answers.js';
import { idField } from './forms/ids.js';
import { rowsOf } from './forms/lists.js';
import { areRows } from './forms/packed.js';
import { makeQuestion } from './question.js';

/**
 * MuSiQue, Ans or Full. An unanswerable question of Full keeps the answer of its answerable twin,
 * whose id it shares.
 */
export const musique: DatasetKind = {
  title: 'MuSiQue',
  published: {
    license: 'cc-by-4.0',
    language: 'en',
    page: 'https://github.com/StonyBrookNLP/musique',
  },
  // Bare texts are how others write paragraphs.
  recognizes: record => 'question' in record && areRows(record.paragraphs),
  read,
};

function read(raw: unknown, dataset = 'musique'): Question {
  const record = fieldsOf(raw);
  const id = idField(record, 'id', '_id');
  const hops = /^(\d+)hop/.exec(id)?.[1];
  const question = filledField(record, 'question');
  const answers = answersOf(record.answer ?? record.answers, 'answer');
  const aliases = answersOf(record.answer_aliases, 'answer_aliases');
  const isTest = answers.every(each => each.trim() === '');
  const passages = rowsOf(record.paragraphs, 'paragraphs', 'an array of paragraphs').map(
    (paragraph, i) => toPassage(paragraph, i, isTest),
  );
  const isLabelled = passages.some(passage => passage.supporting);
  if (answers.length === 0 && isLabelled) throw invalid('answer', record.answer, 'a string');
  return makeQuestion({
    id,
    dataset,
    question,
    answers: [...answers, ...aliases],
    passages,
    answerable: answerableOf(record),
    type: record.type,
    level: record.level,
    question_hops: hops === undefined ? undefined : Number(hops),
  });
}

const answerableOf = (record: Fields): false | undefined =>
  flagField(record, 'answerable', true) ? undefined : false;

/** @param isTest the paragraphs of a test split need not say whether they support */
function toPassage(paragraph: unknown, i: number, isTest: boolean): QuestionPassage {
  const path = `paragraphs[${i}]`;
  if (!isFields(paragraph)) throw invalid(path, paragraph, 'an object');
  const { title, paragraph_text: text = paragraph.text, is_supporting: supporting } = paragraph;
  if (typeof title !== 'string') throw invalid(`${path}.title`, title, 'a string');
  if (typeof text !== 'string') throw invalid(`${path}.paragraph_text`, text, 'a string');
  const isUnsaid = isTest && (supporting ?? undefined) === undefined;
  return {
    title: title,
    text: text,
    supporting: !isUnsaid && flag(supporting, `${path}.is_supporting`),
  };
}
