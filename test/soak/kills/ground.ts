import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { worldRecords } from '../../../lib/world/index.js';
import { writeBooks } from '../../support/books.js';
import { pipeOutput } from '../../support/pipe.js';
import { answersOf } from './model.js';

const QUESTIONS = 150;
const BOOKS = 6;
/** Every so many records one is bad. */
const BAD_EVERY = 40;

/** What all trials stand on. */
export interface Ground {
  dataset: string;
  /** A folder of texts. */
  books: string;
  /** Its corpus, which trials may share. */
  corpus: string;
  answers: ReadonlyMap<string, string>;
}

/** Writes a dataset with some bad records, and its corpus. */
export async function layGround(dir: string): Promise<Ground> {
  const dataset = join(dir, 'world.json');
  const corpus = join(dir, 'corpus');
  const records = [...worldRecords('hotpotqa', { questions: QUESTIONS, seed: 5 })];
  const mixed = records.flatMap((record, i): unknown[] =>
    i % BAD_EVERY === 5 ? [record, { ...record, question: 7 }] : [record],
  );
  await writeFile(dataset, JSON.stringify(mixed));
  const books = join(dir, 'books');
  await writeBooks(books, BOOKS);
  await pipeOutput(['index', dataset, '--corpus', corpus, '--quiet'], { code: 3 });
  return { dataset, books, corpus, answers: await answersOf(dataset) };
}
