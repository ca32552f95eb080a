import { isFields } from '../../records/fields.js';
import { isList } from '../forms/packed.js';
import { BENCHMARKS } from './benchmarks.js';
import {
  areRecords,
  areTexts,
  areTurns,
  BRING_QUESTIONS,
  type ForeignKind,
  has,
  hasOne,
  isTable,
  isText,
  NAME_SOURCE,
  NO_PASSAGES,
  NO_SUPPORT,
  READ_SOURCE,
} from './kind.js';

/** Those that are told by fields of their own, before those that are told by what many have. */
export const FOREIGN_KINDS: readonly ForeignKind[] = [
  {
    title: 'a sample of this program',
    advice: `verify, rollout, score, filter and reasoning read samples; here ${NAME_SOURCE}`,
    recognizes: ({ meta, input }) => isFields(meta) && isText(input) && has(meta, 'prompt_tokens'),
  },
  {
    title: 'a manifest of this program',
    advice: 'run makes its file again',
    recognizes: record => has(record, 'plan', 'plan_sha256'),
  },
  {
    title: 'a reject of this program',
    advice: 'name the dataset that it was read from',
    recognizes: record => has(record, 'code', 'message') && hasOne(record, 'file', 'record', 'id'),
  },
  {
    title: 'a whole table, column by column',
    advice:
      "write it row by row, in pandas: to_json('records.jsonl', orient='records', lines=True)",
    recognizes: isTable,
  },
  {
    title: "a page of the Hub's viewer",
    advice: 'download the files of the dataset',
    recognizes: ({ rows }) => Array.isArray(rows) && isFields(rows[0]) && isFields(rows[0].row),
  },
  {
    title: 'an object with the splits of a dataset',
    advice: 'write each as a file of its own, for example with jq -c .train[]',
    recognizes: record =>
      ['train', 'dev', 'validation', 'test'].some(split => areRecords(record[split])),
  },
  {
    title: "a sample of the reference's scripts",
    advice: NAME_SOURCE,
    recognizes: record =>
      hasOne(record, 'chain_head_with_question', 'distractor_context', 'distract_questions'),
  },
  {
    title: "a trainer's row (verl)",
    advice: NAME_SOURCE,
    recognizes: record => has(record, 'prompt', 'reward_model'),
  },
  {
    title: 'a LongBench v2 record',
    advice: READ_SOURCE,
    recognizes: record => has(record, 'context', 'question', 'choice_A'),
  },
  {
    title: 'a LongBench record',
    advice: READ_SOURCE,
    recognizes: record =>
      has(record, 'input', 'context', 'answers') &&
      hasOne(record, 'all_classes', 'dataset', 'length'),
  },
  {
    title: 'an InfiniteBench record',
    advice: READ_SOURCE,
    recognizes: record => has(record, 'input', 'context', 'answer'),
  },
  {
    title: 'a BABILong record',
    advice: READ_SOURCE,
    recognizes: record => has(record, 'input', 'question', 'target'),
  },
  ...BENCHMARKS,
  {
    title: 'a RULER record',
    advice: READ_SOURCE,
    recognizes: record => has(record, 'input', 'outputs'),
  },
  {
    title: 'a KILT record',
    advice: NO_PASSAGES,
    recognizes: ({ input, output }) => isText(input) && Array.isArray(output),
  },
  {
    title: 'a BeerQA record',
    advice: NO_SUPPORT,
    recognizes: record => has(record, 'src', 'question') && hasOne(record, 'context', 'answers'),
  },
  {
    title: 'a FlashRAG record',
    advice: NO_PASSAGES,
    recognizes: record => has(record, 'question', 'golden_answers'),
  },
  {
    title: 'an IRCoT record',
    advice: `read the files of HotpotQA, 2WikiMultihopQA or MuSiQue that it was made from, or ${BRING_QUESTIONS}`,
    recognizes: record => has(record, 'question_text', 'contexts'),
  },
  {
    title: 'a Natural Questions record',
    advice: BRING_QUESTIONS,
    recognizes: record =>
      has(record, 'annotations') &&
      hasOne(record, 'document_text', 'document_html', 'document', 'question_tokens'),
  },
  {
    title: 'a TriviaQA record',
    advice: BRING_QUESTIONS,
    recognizes: record =>
      hasOne(record, 'EntityPages', 'SearchResults', 'entity_pages', 'search_results'),
  },
  {
    title: 'a StrategyQA record',
    advice: NO_PASSAGES,
    recognizes: record =>
      has(record, 'question') &&
      typeof record.answer === 'boolean' &&
      hasOne(record, 'facts', 'decomposition', 'term'),
  },
  {
    title: 'an MRQA record',
    advice: `a paragraph of it has no article and no title; ${BRING_QUESTIONS}`,
    recognizes: record => isText(record.context) && isList(record.qas),
  },
  {
    title: 'the head of an MRQA file',
    advice: `its paragraphs have no article and no title; ${BRING_QUESTIONS}`,
    recognizes: ({ header }) => isFields(header) && has(header, 'dataset'),
  },
  {
    title: 'an MS MARCO record',
    advice: NO_SUPPORT,
    recognizes: ({ passages }) => isFields(passages) && 'passage_text' in passages,
  },
  {
    title: 'a record of DPR',
    advice: `its passages are what was retrieved; ${BRING_QUESTIONS}`,
    recognizes: record =>
      hasOne(record, 'question', 'query') && hasOne(record, 'positive_ctxs', 'ctxs'),
  },
  {
    title: 'a DROP record',
    advice: BRING_QUESTIONS,
    recognizes: record =>
      has(record, 'passage') && hasOne(record, 'answers_spans', 'qa_pairs', 'query_id'),
  },
  {
    title: 'a MultiHop-RAG record',
    advice: BRING_QUESTIONS,
    recognizes: record => has(record, 'query', 'evidence_list'),
  },
  {
    title: 'a conversation',
    advice: BRING_QUESTIONS,
    recognizes: ({ messages, conversations, conversation }) =>
      [messages, conversations, conversation].some(areTurns),
  },
  {
    title: 'a prompt with its answer, as trainers read it',
    advice: BRING_QUESTIONS,
    recognizes: record =>
      has(record, 'chosen', 'rejected') ||
      (!('question' in record) &&
        (has(record, 'prompt', 'completion') ||
          has(record, 'prompt', 'response') ||
          has(record, 'instruction', 'response') ||
          has(record, 'instruction', 'output'))),
  },
  {
    title: 'a question with its passages in two lists, of titles and of texts',
    advice: 'write them as passages [{title, text, supporting}] of question records',
    recognizes: record => has(record, 'question') && areTexts(record.paragraphs),
  },
  {
    title: 'a question with passages as bare texts',
    advice: 'write them as passages [{title, text, supporting}] of question records',
    isVague: true,
    recognizes: record =>
      has(record, 'question') &&
      ['passages', 'context', 'contexts', 'documents', 'docs'].some(key => areTexts(record[key])),
  },
  {
    title: 'a question with whole texts in place of sentences',
    advice: NO_SUPPORT,
    isVague: true,
    recognizes: record => has(record, 'question') && isList(record.context),
  },
  {
    title: 'a question about one text',
    advice: 'write the text as passages [{title, text, supporting}] of question records',
    isVague: true,
    recognizes: record => has(record, 'question') && isText(record.context),
  },
  {
    title: 'a question without passages',
    advice: NO_PASSAGES,
    isVague: true,
    recognizes: record =>
      hasOne(record, 'question', 'query', 'problem') &&
      !hasOne(record, 'context', 'paragraphs', 'passages'),
  },
  {
    title: 'a passage of a corpus',
    advice: `it comes without questions; ${BRING_QUESTIONS}`,
    isVague: true,
    recognizes: record =>
      !('question' in record) &&
      hasOne(record, 'text', 'content', 'contents', 'passage', 'paragraph_text'),
  },
];
