import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Question } from '../../records/question.js';
import { type DataFile, openDataFile } from './data-file.js';
import {
  ANSWERABLE,
  decodeNote,
  decodeRow,
  numberBytes,
  type TableName,
  type TablePlace,
  UNLABELLED,
} from './layout.js';
import { openTable, type Table } from './table.js';

/** A question without its passages' texts. */
export interface StoredQuestion {
  /** `passages` is empty here. */
  question: Question;
  /** Numbers into the pool, in dataset order. */
  passages: [number: number, supporting: 0 | 1][];
}

/** What `corpus.json` says of where things are in the file; see `layout.ts`. */
export interface StorePlaces {
  /** Made of all records; see `layout.ts`. */
  seal: number;
  tables: Record<TableName, TablePlace>;
}

/** What a finished corpus holds. Numbers count from 0, in the order of first sight. */
export interface Store {
  /** The tokens of a passage; undefined if there is none of that number. */
  tokens(number: number): number | undefined;
  /** A passage (see `codec.ts`), in bytes of its own for each call. */
  passage(number: number): Buffer | undefined;
  question(number: number): StoredQuestion | undefined;
  /** Whether its dataset gives an answer to a question. */
  isAnswerable(number: number): boolean | undefined;
  /** Whether a question is one of a test split. */
  isUnlabelled(number: number): boolean | undefined;
  /** By `passageKey`. */
  passageNumber(key: Buffer): number | undefined;
  /** By `questionKey`. */
  questionNumber(key: Buffer): number | undefined;
  /** The numbers of an article's passages (by `articleKey`) below one of them, nearest first, then those above. */
  siblings(key: Buffer, number: number): Iterable<number>;
  close(): void;
}

/** @throws KeychainError CORPUS_UNUSABLE, also by each call that meets what is damaged */
export function openStore(path: string, { seal, tables }: StorePlaces): Store {
  const file = openDataFile(path);
  const table = (name: TableName): Table => openTable(file, name, tables[name], seal);
  const passages = table('passages');
  const questions = table('questions');
  const passageNumbers = table('passageNumbers');
  const questionNumbers = table('questionNumbers');
  const articles = table('articles');

  const note = ({ has, row }: Table, number: number): number | undefined =>
    has(number) ? decodeNote(row(number)) : undefined;
  const flag = (number: number, mask: number): boolean | undefined => {
    const flags = note(questions, number);
    return flags === undefined ? undefined : (flags & mask) !== 0;
  };
  const numberIn = (from: Table, key: Buffer): number | undefined =>
    from.find(key)?.readUInt32BE(key.length);

  return {
    tokens: number => note(passages, number),
    passage: number => recordOf(file, passages, number, 'passage'),
    question(number) {
      const bytes = recordOf(file, questions, number, 'question');
      return bytes && (JSON.parse(bytes.toString()) as StoredQuestion);
    },
    isAnswerable: number => flag(number, ANSWERABLE),
    isUnlabelled: number => flag(number, UNLABELLED),
    passageNumber: key => numberIn(passageNumbers, key),
    questionNumber: key => numberIn(questionNumbers, key),
    *siblings(key, number) {
      const numberAt = (at: number): number | undefined => {
        if (!articles.has(at)) return undefined;
        const row = articles.row(at);
        return row.subarray(0, key.length).equals(key) ? row.readUInt32BE(key.length) : undefined;
      };
      const own = articles.firstFrom(Buffer.concat([key, numberBytes(number)]));
      for (let at = own - 1, next = numberAt(at); next !== undefined; next = numberAt(--at)) {
        yield next;
      }
      for (let at = own, next = numberAt(at); next !== undefined; next = numberAt(++at)) {
        if (next !== number) yield next;
      }
    },
    close: file.close,
  };
}

function recordOf(file: DataFile, table: Table, number: number, kind: string): Buffer | undefined {
  if (!table.has(number)) return undefined;
  const row = decodeRow(table.row(number));
  const bytes = file.read(row.at, row.length, `${kind} ${number}`);
  if (crc32(bytes) !== row.crc32) throw file.damaged(`${kind} ${number}`);
  return bytes;
}

/** First 16 bytes of SHA-256 of dataset and id. */
export function questionKey(dataset: string, id: string): Buffer {
  return hash('sha256', JSON.stringify([dataset, id]), 'buffer').subarray(0, 16);
}

/** First 16 bytes of SHA-256 of an article's title. */
export const articleKey = (title: string): Buffer =>
  hash('sha256', title, 'buffer').subarray(0, 16);
