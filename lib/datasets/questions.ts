import { findText } from '../find-text.js';
import {
  fieldsOf,
  filledField,
  flagField,
  invalid,
  isFields,
  listField,
  texts,
} from '../records/fields.js';
import type { Question, QuestionPassage } from '../records/question.js';
import type { DatasetKind } from './dataset-kind.js';
import { makeQuestion } from './question.js';

/**
 * This project's own record, so that anyone can bring a dataset. It says what dataset it belongs
 * to; fields that are not known here travel along as they are.
 */
export const questions: DatasetKind = {
  title: 'question',
  recognizes: record => 'passages' in record,
  read,
};

function read(raw: unknown, dataset?: string): Question {
  const record = fieldsOf(raw);
  const { question_hops: hops } = record;
  const made = makeQuestion({
    id: filledField(record, 'id'),
    dataset: dataset ?? filledField(record, 'dataset'),
    question: filledField(record, 'question'),
    answers: texts(record.answers, 'answers'),
    passages: listField(record, 'passages', 'an array of passages').map(toPassage),
    answerable: flagField(record, 'answerable', true),
    type: record.type,
    level: record.level,
    question_hops: typeof hops === 'number' ? hops : undefined,
  });
  return { ...made, ...extrasOf(record) };
}

/** Spread, never assigned: a field may be called `__proto__`. */
function extrasOf(record: object): object {
  const { id, dataset, question, answers, passages, answerable, ...rest } = record as Question;
  const { type, level, question_hops, ...extras } = rest;
  return extras;
}

function toPassage(raw: unknown, i: number): QuestionPassage {
  const path = `passages[${i}]`;
  if (!isFields(raw)) throw invalid(path, raw, 'an object');
  if (typeof raw.title !== 'string') throw invalid(`${path}.title`, raw.title, 'a string');
  if (typeof raw.text !== 'string') throw invalid(`${path}.text`, raw.text, 'a string');
  if (typeof raw.supporting !== 'boolean') {
    throw invalid(`${path}.supporting`, raw.supporting, 'true or false');
  }
  const text = raw.text.toWellFormed();
  const passage = { title: raw.title.toWellFormed(), text, supporting: raw.supporting };
  const sentences = texts(raw.sentences ?? [], `${path}.sentences`)
    .filter(line => line !== '')
    .map(line => line.toWellFormed());
  return sentences.length > 0 && inOrder(sentences, text) ? { ...passage, sentences } : passage;
}

/** Whether each sentence is found in the text after the one before it. */
function inOrder(sentences: string[], text: string): boolean {
  let at = 0;
  for (const sentence of sentences) {
    const found = findText(text, sentence, at);
    if (found < 0) return false;
    at = found + sentence.length;
  }
  return true;
}
