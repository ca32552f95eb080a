import { isFields } from '../../records/fields.js';
import {
  BRING_QUESTIONS,
  type ForeignKind,
  has,
  hasOne,
  isText,
  NO_PASSAGES,
  READ_SOURCE,
} from './kind.js';

const ONE_TEXT = `its one text is no set of passages; ${BRING_QUESTIONS}`;

/** Benchmarks that ask about a text, or about nothing; told before what has `input` and `outputs`. */
export const BENCHMARKS: readonly ForeignKind[] = [
  {
    title: 'an L-Eval record',
    advice: READ_SOURCE,
    recognizes: record => has(record, 'instructions', 'input', 'outputs'),
  },
  {
    title: 'a LooGLE record',
    advice: READ_SOURCE,
    recognizes: record =>
      has(record, 'context', 'question', 'evidence') || has(record, 'input', 'title', 'qa_pairs'),
  },
  {
    title: 'a SCROLLS record',
    advice: READ_SOURCE,
    recognizes: record => has(record, 'id', 'input') && isText(record.pid ?? record.output),
  },
  {
    title: 'a NarrativeQA record',
    advice: ONE_TEXT,
    recognizes: record =>
      (isFields(record.document) && isFields(record.question) && has(record, 'answers')) ||
      has(record, 'document_id', 'question', 'answer1'),
  },
  {
    title: 'a QuALITY or RACE record',
    advice: ONE_TEXT,
    recognizes: record => has(record, 'article') && hasOne(record, 'question', 'questions'),
  },
  {
    title: 'a CoQA or QuAC record',
    advice: ONE_TEXT,
    recognizes: record =>
      Array.isArray(record.questions) && hasOne(record, 'story', 'context', 'section_text'),
  },
  {
    title: 'a Qasper record',
    advice: ONE_TEXT,
    recognizes: record => has(record, 'full_text', 'qas'),
  },
  {
    title: 'a BoolQ record',
    advice: ONE_TEXT,
    recognizes: record => isText(record.passage) && typeof record.answer === 'boolean',
  },
  {
    title: 'a NewsQA record',
    advice: ONE_TEXT,
    recognizes: record => has(record, 'question', 'story_text'),
  },
  {
    title: 'a question with choices',
    advice: NO_PASSAGES,
    recognizes: record =>
      has(record, 'question') && hasOne(record, 'choices', 'options') && !('context' in record),
  },
  {
    title: 'a FRAMES record',
    advice: NO_PASSAGES,
    recognizes: record => has(record, 'Prompt', 'Answer'),
  },
  {
    title: 'a FEVER record',
    advice: `it has claims and no questions; ${BRING_QUESTIONS}`,
    recognizes: record => has(record, 'claim', 'label'),
  },
  {
    title: 'a request of a batch, or its answer',
    advice: 'name the dataset that the questions come from',
    recognizes: record => has(record, 'custom_id') && hasOne(record, 'body', 'response'),
  },
];
