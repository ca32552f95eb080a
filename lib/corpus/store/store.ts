import { createHash } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { Question } from '../../records/question.js';

/** A question without its passages' texts. */
export interface StoredQuestion {
  /** `passages` is empty here. */
  question: Question;
  /** Numbers into the pool, in dataset order. */
  passages: [number: number, supporting: 0 | 1][];
  /** True for one of a test split; else missing. */
  unlabelled?: boolean;
}

/** The tables of a corpus. Numbers count from 0, in the order of first sight. */
export interface Store {
  root: RootDatabase;
  /** Number -> passage (see `codec.ts`). */
  passages: Database<Buffer, number>;
  /** `passageKey` -> number. */
  passageNumbers: Database<number, Buffer>;
  /** Number -> question. */
  questions: Database<StoredQuestion, number>;
  /** `questionKey` -> number. */
  questionNumbers: Database<number, Buffer>;
  /** `articleKey` -> the numbers of the article's passages, in order. */
  articles: Database<number, Buffer>;
}

/** The file of the tables, below the corpus's folder. */
export const DATA_FILE = 'data.mdb';

/** Processes and threads that may read a corpus at the same time. */
const MAX_READERS = 4096;

/** Opens the tables below a folder. Writing is unsynchronised: `build` flushes once, at the end. */
export function openStore(dir: string, mode: 'read' | 'write'): Store {
  const root = open({
    path: dir,
    // Without this a folder with a dot in its name is taken for a file.
    noSubdir: false,
    maxReaders: MAX_READERS,
    readOnly: mode === 'read',
    noSync: mode === 'write',
    maxDbs: 5,
  });
  return {
    root,
    passages: root.openDB({ name: 'passages', keyEncoding: 'uint32', encoding: 'binary' }),
    passageNumbers: root.openDB({ name: 'passage-numbers', keyEncoding: 'binary' }),
    questions: root.openDB({ name: 'questions', keyEncoding: 'uint32', encoding: 'json' }),
    questionNumbers: root.openDB({ name: 'question-numbers', keyEncoding: 'binary' }),
    articles: root.openDB({
      name: 'articles',
      keyEncoding: 'binary',
      dupSort: true,
      encoding: 'ordered-binary',
    }),
  };
}

/** First 16 bytes of SHA-256 of dataset and id. */
export function questionKey(dataset: string, id: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([dataset, id]))
    .digest()
    .subarray(0, 16);
}

/** First 16 bytes of SHA-256 of an article's title. */
export const articleKey = (title: string): Buffer =>
  createHash('sha256').update(title).digest().subarray(0, 16);
