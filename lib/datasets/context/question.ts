import { RecordError } from '../../errors.js';
import { type Fields, fieldsOf, filledField, invalid } from '../../records/fields.js';
import type { Question, QuestionPassage } from '../../records/question.js';
import { answersOf } from '../forms/answers.js';
import { idField } from '../forms/ids.js';
import { makeQuestion } from '../question.js';
import { contextPassages, supportingTitles } from './passages.js';
import { carryBlanks, joined, seamsOf } from './sentences.js';
import { supportedTitles } from './titles.js';

/**
 * Reads a record in HotpotQA's shape, in any form that it is published in. Whatever dataset it is
 * said to be of, its sentences are put together as they are if they carry their own blanks, else
 * joined by one.
 *
 * @throws RecordError
 */
export function contextQuestion(raw: unknown, dataset: string): Question {
  const record = fieldsOf(raw);
  const id = idField(record, '_id', 'id');
  const question = filledField(record, 'question');
  const answers = answersOf(record.answer ?? record.answers, 'answer');
  const passages = passagesOf(record);
  const isLabelled = passages.some(passage => passage.supporting);
  if (isLabelled && (record.answer ?? record.answers ?? undefined) === undefined) {
    throw invalid('answer', record.answer, 'a string');
  }
  const { type, level } = record;
  return makeQuestion({ id, dataset, question, answers, passages, type, level });
}

function passagesOf(record: Fields): QuestionPassage[] {
  const passages = contextPassages(record.context).map(({ title, sentences }) => ({
    title,
    sentences: sentences.includes('') ? sentences.filter(each => each !== '') : sentences,
  }));
  if (passages.length === 0) {
    throw new RecordError('NO_PASSAGES', 'context is empty; expected at least one passage');
  }
  const asTheyAre = carryBlanks(seamsOf(passages));
  const titles = passages.map(({ title }) => title);
  const supporting = supportedTitles(factsOf(record), titles);
  return passages.map(({ title, sentences }) => ({
    title,
    text: joined(sentences, asTheyAre),
    supporting: supporting.has(title),
    sentences,
  }));
}

/** A test split has no supporting facts, and no answer either. */
function factsOf(record: Fields): Set<string> {
  const facts = record.supporting_facts;
  const isMissing = facts === undefined || facts === null || facts === '';
  const answer = record.answer ?? record.answers;
  const isTest = isMissing && answersOf(answer, 'answer').every(each => each.trim() === '');
  return isTest ? new Set() : supportingTitles(facts);
}
