import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
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
import { articleKey, DATA_FILE, openStore, questionKey, type Store } from '../store/store.js';

export interface CorpusCounts {
  passages: number;
  questions: number;
  /** By their dataset's word. */
  unanswerable: number;
  /** Of test splits. */
  unlabelled: number;
  datasets: string[];
  tokens: number;
  /** Size of the tables on disk. */
  bytes: number;
}

/** Questions a transaction: enough to make its cost small, few enough to hold in memory. */
const BATCH = 256;

/**
 * Writes the tables of a corpus: every question, and every passage once, numbered in the order
 * of first sight and counted with the tokenizer. What is under way stays in memory; the rest is
 * on disk.
 */
export async function buildStore(
  questions: NodeJS.ReadableStream,
  dir: string,
  tokenizer: Tokenizer,
  onQuestion?: (count: number) => void,
): Promise<CorpusCounts> {
  await mkdir(dir, { recursive: true });
  await tokenizer.prepare?.();
  const store = openStore(dir, 'write');
  const counts: CorpusCounts = {
    passages: 0,
    questions: 0,
    unanswerable: 0,
    unlabelled: 0,
    datasets: [],
    tokens: 0,
    bytes: 0,
  };
  let batch: Question[] = [];
  const write = (): void => {
    store.root.transactionSync(() => {
      for (const question of batch) putQuestion(store, question, tokenizer, counts);
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
  } finally {
    await store.root.close();
  }
  counts.bytes = await flush(join(dir, DATA_FILE));
  return counts;
}

/**
 * Waits until a file is on the disk itself, so that not even a power failure leaves half of it.
 *
 * @returns its size
 */
async function flush(path: string): Promise<number> {
  const file = await open(path);
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

function putQuestion(
  store: Store,
  question: Question,
  tokenizer: Tokenizer,
  counts: CorpusCounts,
): void {
  const passages = question.passages.map((passage): [number, 0 | 1] => {
    const number = putPassage(store, passage, tokenizer, counts);
    if (isOfArticles(question.dataset)) store.articles.putSync(articleKey(passage.title), number);
    return [number, passage.supporting ? 1 : 0];
  });
  const number = counts.questions++;
  const unlabelled = isUnlabelled(question);
  if (unlabelled) counts.unlabelled++;
  else if (!question.answerable) counts.unanswerable++;
  if (!counts.datasets.includes(question.dataset)) counts.datasets.push(question.dataset);
  store.questions.putSync(number, {
    question: { ...question, passages: [] },
    passages,
    ...(unlabelled && { unlabelled }),
  });
  const key = questionKey(question.dataset, question.id);
  // MuSiQue repeats the id of an answerable question for its unanswerable twin.
  if (question.answerable || !store.questionNumbers.doesExist(key)) {
    store.questionNumbers.putSync(key, number);
  }
}

function putPassage(
  store: Store,
  { title, text, sentences }: QuestionPassage,
  tokenizer: Tokenizer,
  counts: CorpusCounts,
): number {
  const key = passageKey(title, text);
  const known = store.passageNumbers.get(key);
  if (known !== undefined) return known;
  const tokens = tokenizer.count(`${title}\n${text}\n\n`);
  const bounds = sentenceBounds(text, sentences);
  const number = counts.passages++;
  store.passages.putSync(
    number,
    encodePassage({ id: key.toString('hex'), title, text, bounds, tokens }),
  );
  store.passageNumbers.putSync(key, number);
  counts.tokens += tokens;
  return number;
}
