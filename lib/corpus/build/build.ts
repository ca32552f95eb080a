import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isOfArticles } from '../../datasets/registry.js';
import type { Question, QuestionPassage } from '../../records/question.js';
import { isUnlabelled } from '../../records/unlabelled.js';
import { settle } from '../../stream/settle.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { encodePassage } from '../store/codec.js';
import { passageKey } from '../store/passage-id.js';
import { sentenceBounds } from '../store/sentence-bounds.js';
import { articleKey, questionKey, type StorePlaces } from '../store/store.js';
import { countAhead } from './count-ahead.js';
import { type StoreWriter, storeWriter } from './store-writer.js';

export interface CorpusCounts {
  passages: number;
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

/** Questions a transaction: enough to make its cost small, few enough to hold in memory. */
const BATCH = 256;

/**
 * Writes the file of a corpus into an empty folder: every question, and every passage once, numbered in the order
 * of first sight and counted with the tokenizer. What is under way stays in memory; the rest is
 * on disk.
 */
export async function buildStore(
  questions: NodeJS.ReadableStream,
  dir: string,
  tokenizer: Tokenizer,
  onQuestion?: (count: number) => void,
): Promise<BuiltStore> {
  await tokenizer.prepare?.();
  const store = storeWriter(dir);
  const counts: CorpusCounts = {
    passages: 0,
    questions: 0,
    unanswerable: 0,
    unlabelled: 0,
    datasets: [],
    tokens: 0,
  };
  let batch: Question[] = [];
  const write = (): void => {
    const tokensOf = countAhead(tokenizer, batch, key => store.passageNumber(key) !== undefined);
    store.transaction(() => {
      for (const question of batch) putQuestion(store, question, tokensOf, counts);
    });
    batch = [];
    onQuestion?.(counts.questions);
  };
  try {
    await pipeline(
      questions,
      new Writable({
        objectMode: true,
        highWaterMark: BATCH,
        write(question: Question, _encoding, done) {
          batch.push(question);
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

function putPassage(
  store: StoreWriter,
  { title, text, sentences }: QuestionPassage,
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
