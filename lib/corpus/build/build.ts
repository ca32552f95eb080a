import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isOfArticles } from '../../datasets/registry.js';
import type { Question, QuestionPassage } from '../../records/question.js';
import { isUnlabelled } from '../../records/unlabelled.js';
import { settle } from '../../stream/settle.js';
import type { TextPassage } from '../../texts/passages.js';
import { sentenceBounds } from '../../texts/sentence-bounds.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { encodePassage } from '../store/codec.js';
import { passageKey } from '../store/passage-id.js';
import { articleKey, questionKey, type StorePlaces } from '../store/store.js';
import { countAhead } from './count-ahead.js';
import { type StoreWriter, storeWriter } from './store-writer.js';

export interface CorpusCounts {
  passages: number;
  /** Passages that stand in texts alone. */
  fillers: number;
  questions: number;
  /** By their dataset's word. */
  unanswerable: number;
  /** Of test splits. */
  unlabelled: number;
  datasets: string[];
  tokens: number;
}

/** What there is in a corpus's file, and where. */
export type BuiltStore = CorpusCounts & StorePlaces & { bytes: number };

/** Tokens of a passage. */
type TokensOf = (title: string, text: string) => number;

/** What a corpus is made of: first the questions, then passages of texts. */
export type CorpusRecord = Question | TextPassage;

const isQuestion = (record: CorpusRecord): record is Question => 'passages' in record;

/** Records a transaction: enough to make its cost small, few enough to hold in memory. */
const BATCH = 256;

/**
 * Writes the file of a corpus into an empty folder: every question, and every passage once, numbered in the order
 * of first sight and counted with the tokenizer. What is under way stays in memory; the rest is
 * on disk.
 */
export async function buildStore(
  records: NodeJS.ReadableStream,
  dir: string,
  tokenizer: Tokenizer,
  onBatch?: (counts: Readonly<CorpusCounts>) => void,
): Promise<BuiltStore> {
  await tokenizer.prepare?.();
  const store = storeWriter(dir);
  const counts: CorpusCounts = {
    passages: 0,
    fillers: 0,
    questions: 0,
    unanswerable: 0,
    unlabelled: 0,
    datasets: [],
    tokens: 0,
  };
  let batch: CorpusRecord[] = [];
  const write = (): void => {
    const passages = batch.flatMap<Pick<QuestionPassage, 'title' | 'text'>>(record =>
      isQuestion(record) ? record.passages : record,
    );
    const tokensOf = countAhead(tokenizer, passages, key => store.passageNumber(key) !== undefined);
    store.transaction(() => {
      for (const record of batch) {
        if (isQuestion(record)) putQuestion(store, record, tokensOf, counts);
        else putFiller(store, record, tokensOf, counts);
      }
    });
    batch = [];
    onBatch?.(counts);
  };
  try {
    await pipeline(
      records,
      new Writable({
        objectMode: true,
        highWaterMark: BATCH,
        write(record: CorpusRecord, _encoding, done) {
          batch.push(record);
          settle(() => {
            if (batch.length >= BATCH) write();
          }, done);
        },
        final: done => settle(write, done),
      }),
    );
    return { ...counts, ...store.finish() };
  } finally {
    await store.close();
  }
}

function putQuestion(
  store: StoreWriter,
  question: Question,
  tokensOf: TokensOf,
  counts: CorpusCounts,
): void {
  const passages = question.passages.map((passage): [number, 0 | 1] => {
    const number = putPassage(store, passage, tokensOf, counts);
    if (isOfArticles(question.dataset)) store.addToArticle(articleKey(passage.title), number);
    return [number, passage.supporting ? 1 : 0];
  });
  const unlabelled = isUnlabelled(question);
  const stored = { question: { ...question, passages: [] }, passages };
  const number = store.addQuestion(stored, unlabelled);
  counts.questions++;
  if (unlabelled) counts.unlabelled++;
  else if (!question.answerable) counts.unanswerable++;
  if (!counts.datasets.includes(question.dataset)) counts.datasets.push(question.dataset);
  const key = questionKey(question.dataset, question.id);
  // MuSiQue repeats the id of an answerable question for its unanswerable twin.
  if (question.answerable || !store.hasQuestion(key)) store.nameQuestion(key, number);
}

/** All passages behind the first of them are fillers: a corpus has its questions first. */
function putFiller(
  store: StoreWriter,
  passage: TextPassage,
  tokensOf: TokensOf,
  counts: CorpusCounts,
): void {
  const before = counts.passages;
  putPassage(store, passage, tokensOf, counts);
  counts.fillers += counts.passages - before;
}

function putPassage(
  store: StoreWriter,
  { title, text, sentences }: Pick<QuestionPassage, 'title' | 'text' | 'sentences'>,
  tokensOf: TokensOf,
  counts: CorpusCounts,
): number {
  const key = passageKey(title, text);
  const known = store.passageNumber(key);
  if (known !== undefined) return known;
  const tokens = tokensOf(title, text);
  const bounds = sentenceBounds(text, sentences);
  const record = encodePassage({ id: key.toString('hex'), title, text, bounds, tokens });
  counts.passages++;
  counts.tokens += tokens;
  return store.addPassage(record, tokens, key);
}
