import {
  fieldsOf,
  filledField,
  flagField,
  invalid,
  isFields,
  listField,
  textField,
  texts,
} from '../records/fields.js';
import type { Question, QuestionPassage } from '../records/question.js';
import type { DatasetKind } from './dataset-kind.js';
import { makeQuestion } from './question.js';

/**
 * MuSiQue, Ans or Full. An unanswerable question of Full keeps the answer of its answerable twin,
 * whose id it shares.
 */
export const musique: DatasetKind = {
  title: 'MuSiQue',
  recognizes: record => 'paragraphs' in record && 'question' in record,
  read,
};

function read(raw: unknown, dataset = 'musique'): Question {
  const record = fieldsOf(raw);
  const id = filledField(record, 'id');
  const hops = /^(\d+)hop/.exec(id)?.[1];
  return makeQuestion({
    id,
    dataset,
    question: filledField(record, 'question'),
    answers: [textField(record, 'answer'), ...texts(record.answer_aliases ?? [], 'answer_aliases')],
    passages: listField(record, 'paragraphs', 'an array of paragraphs').map(toPassage),
    answerable: flagField(record, 'answerable', true),
    type: record.type,
    level: record.level,
    question_hops: hops === undefined ? undefined : Number(hops),
  });
}

function toPassage(paragraph: unknown, i: number): QuestionPassage {
  const path = `paragraphs[${i}]`;
  if (!isFields(paragraph)) throw invalid(path, paragraph, 'an object');
  const { title, paragraph_text: text, is_supporting: supporting } = paragraph;
  if (typeof title !== 'string') throw invalid(`${path}.title`, title, 'a string');
  if (typeof text !== 'string') throw invalid(`${path}.paragraph_text`, text, 'a string');
  if (typeof supporting !== 'boolean') {
    throw invalid(`${path}.is_supporting`, supporting, 'true or false');
  }
  return { title: title.toWellFormed(), text: text.toWellFormed(), supporting };
}
