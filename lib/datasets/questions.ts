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
import { isUnlabelled, markUnlabelled } from '../records/unlabelled.js';
import type { DatasetKind } from './dataset-kind.js';
import { answerListOf, answersOf } from './forms/answers.js';
import { idField } from './forms/ids.js';
import { rowsOf, textsOf } from './forms/lists.js';
import { areRows } from './forms/packed.js';
import { makeQuestion } from './question.js';
import { inOrder } from './sentences.js';

/**
 * This project's own record, so that anyone can bring a dataset. It says what dataset it belongs
 * to; fields that are not known here travel along as they are.
 */
export const questions: DatasetKind = {
  title: 'question',
  // A sample between stages has passages, too.
  recognizes: record => areRows(record.passages) && !('input' in record && 'meta' in record),
  read,
};

function read(raw: unknown, dataset?: string): Question {
  const record = fieldsOf(raw);
  const { question_hops: hops } = record;
  const answers = answersIn(record);
  const made = makeQuestion({
    id: idField(record, 'id', '_id'),
    dataset: dataset ?? filledField(record, 'dataset'),
    question: filledField(record, 'question'),
    answers,
    passages: rowsOf(record.passages, 'passages', 'an array of passages').map((passage, i) =>
      toPassage(passage, i, answers.length === 0),
    ),
    answerable: flagField(record, 'answerable', true) ? undefined : false,
    type: record.type,
    level: record.level,
    question_hops: typeof hops === 'number' ? hops : undefined,
  });
  const whole = { ...made, ...extrasOf(record) };
  if (isUnlabelled(made)) markUnlabelled(whole);
  return whole;
}

/** None in a test split, whose records may leave them out. */
const answersIn = ({ answers, answer }: Fields): string[] =>
  (answers ?? undefined) === undefined
    ? answersOf(answer, 'answer')
    : answerListOf(answers, 'answers');

/** Spread, never assigned: a field may be called `__proto__`. */
function extrasOf(record: object): object {
  const { id, dataset, question, answers, passages, answerable, ...rest } = record as Question;
  const { type, level, question_hops, ...extras } = rest;
  return extras;
}

/** @param isTest the passages of a test split need not say whether they support */
function toPassage(raw: unknown, i: number, isTest: boolean): QuestionPassage {
  const path = `passages[${i}]`;
  if (!isFields(raw)) throw invalid(path, raw, 'an object');
  if (typeof raw.title !== 'string') throw invalid(`${path}.title`, raw.title, 'a string');
  if (typeof raw.text !== 'string') throw invalid(`${path}.text`, raw.text, 'a string');
  const { title, text } = raw;
  const isUnsaid = isTest && (raw.supporting ?? undefined) === undefined;
  const supporting = !isUnsaid && flag(raw.supporting, `${path}.supporting`);
  const passage = { title, text, supporting };
  const lines = (raw.sentences ?? undefined) === undefined ? [] : raw.sentences;
  const sentences = textsOf(lines, `${path}.sentences`).filter(line => line !== '');
  return sentences.length > 0 && inOrder(sentences, text) ? { ...passage, sentences } : passage;
}
