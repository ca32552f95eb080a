import { RecordError } from '../errors.js';
import { type Fields, isFields } from '../records/fields.js';
import { contextPassages } from './context/passages.js';
import { contextQuestion } from './context/question.js';
import { carryBlanks, type Seams, seamsOf } from './context/sentences.js';
import { hasContext } from './context/shape.js';
import type { DatasetKind } from './dataset-kind.js';

const OWN_FIELDS = ['evidences', 'evidences_id', 'entity_ids'];
/** `comparison` is a type of both. */
const OWN_TYPES = new Set<unknown>(['compositional', 'inference', 'bridge_comparison']);
const HOTPOT_LEVELS = new Set<unknown>(['easy', 'medium', 'hard']);

/** 2WikiMultihopQA: HotpotQA's shape, but its sentences carry no blanks. */
export const twoWiki: DatasetKind = {
  title: '2WikiMultihopQA',
  published: {
    license: 'apache-2.0',
    language: 'en',
    page: 'https://github.com/Alab-NII/2wikimultihop',
  },
  recognizes: record => hasContext(record) && isOwn(record),
  read: (record, dataset = '2wikimqa') => contextQuestion(record, dataset),
};

/** A mixed table has every column in every row, with null or nothing where a row has no value. */
function isOwn(record: Fields): boolean {
  if (OWN_FIELDS.some(field => isFilled(record[field])) || OWN_TYPES.has(record.type)) return true;
  if (record.type === 'bridge' || HOTPOT_LEVELS.has(record.level)) return false;
  const seams = seamsIn(record);
  if (seams.all > 0) return !carryBlanks(seams);
  return OWN_FIELDS.some(field => (record[field] ?? undefined) !== undefined);
}

/** Whether there is anything in a text, in a list, or in one of an object's lists. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim().replace(/^\[\s*\]$/, '') !== '';
  if (Array.isArray(value)) return value.length > 0;
  return isFields(value) && Object.values(value).some(each => isFilled(each));
}

/** None where the passages cannot be read, which is for the reader to say. */
function seamsIn(record: Fields): Seams {
  try {
    return seamsOf(contextPassages(record.context));
  } catch (error) {
    if (error instanceof RecordError) return { all: 0, blank: 0 };
    throw error;
  }
}
