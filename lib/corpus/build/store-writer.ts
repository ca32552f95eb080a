import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Database } from 'lmdb';
import { privateDatabase } from '../../disk/private-database.js';
import { temporaryFolder } from '../../disk/temporary.js';
import { jsonText } from '../../json/json-text.js';
import {
  ANSWERABLE,
  blockSeed,
  CHECKSUM_BYTES,
  DATA_FILE,
  encodeRow,
  numberBytes,
  rowsOfBlock,
  TABLE_NAMES,
  type TableName,
  type TablePlace,
  UNLABELLED,
  WIDTHS,
} from '../store/layout.js';
import type { StoredQuestion, StorePlaces } from '../store/store.js';
import { type DataWriter, dataWriter } from './data-writer.js';
import { unwritable } from './unwritable.js';

/** Writes the file of a corpus; see `layout.ts`. */
export interface StoreWriter {
  /** Runs what puts and looks up; many a time at once is much faster than one by one. */
  transaction(work: () => void): void;
  /** Appends a passage under its number, which is the next one. */
  addPassage(record: Buffer, tokens: number, key: Buffer): number;
  /** Appends a question under its number, which is the next one. */
  addQuestion(question: StoredQuestion, unlabelled: boolean): number;
  passageNumber(key: Buffer): number | undefined;
  hasQuestion(key: Buffer): boolean;
  /** Has a question found by a key, in place of an earlier one. */
  nameQuestion(key: Buffer, number: number): void;
  /** Says that a passage is one of an article, as often as one likes. */
  addToArticle(key: Buffer, passage: number): void;
  /** Writes the tables. */
  finish(): StorePlaces & { bytes: number };
  /** Closes the file and removes what is temporary; may be called more than once. */
  close(): Promise<void>;
}

const NOTHING = Buffer.alloc(0);

/**
 * Opens a corpus's file in an empty folder. Records are appended as they come; rows wait in a
 * temporary database beside it, which sorts them.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by the methods
 */
export function storeWriter(dir: string): StoreWriter {
  // The folder has a passing name; what a user has named, or can look into, is the one around it.
  const writing = <T>(work: () => T): T => unwritable(dirname(dir), work);
  const { root, tables, folder } = writing(() => openTables(dir));
  const file = dataWriter(join(dir, DATA_FILE), writing);
  let seal = 0;
  let passages = 0;
  let questions = 0;
  let closing: Promise<void> | undefined;

  const put = (table: TableName, key: Buffer, value: Buffer) =>
    writing(() => tables[table].putSync(key, value));
  const get = (table: TableName, key: Buffer): Buffer | undefined =>
    writing(() => tables[table].get(key));
  const append = (record: Buffer, note: number): Buffer => {
    const row = encodeRow({ at: file.bytes, length: record.length, crc32: crc32(record), note });
    file.append(record);
    seal = crc32(row, seal);
    return row;
  };

  return {
    transaction(work) {
      let failure: { error: unknown } | undefined;
      writing(() =>
        root.transactionSync(() => {
          try {
            work();
          } catch (error) {
            failure = { error };
          }
        }),
      );
      if (failure) throw failure.error;
    },
    addPassage(record, tokens, key) {
      const number = passages++;
      put('passages', numberBytes(number), append(record, tokens));
      put('passageNumbers', key, numberBytes(number));
      return number;
    },
    addQuestion(question, unlabelled) {
      const number = questions++;
      const flags = (question.question.answerable ? ANSWERABLE : 0) | (unlabelled ? UNLABELLED : 0);
      put('questions', numberBytes(number), append(Buffer.from(jsonText(question)), flags));
      return number;
    },
    passageNumber: key => get('passageNumbers', key)?.readUInt32BE(),
    hasQuestion: key => get('questionNumbers', key) !== undefined,
    nameQuestion: (key, number) => put('questionNumbers', key, numberBytes(number)),
    addToArticle: (key, passage) =>
      put('articles', Buffer.concat([key, numberBytes(passage)]), NOTHING),
    finish() {
      const places = writing(() =>
        TABLE_NAMES.map(name => [name, appendTable(file, name, rowsOf(name, tables[name]), seal)]),
      );
      file.finish();
      return { seal, tables: Object.fromEntries(places), bytes: file.bytes };
    },
    close() {
      file.close();
      closing ??= root.close().finally(folder.remove);
      return closing;
    },
  };
}

type Tables = Record<TableName, Database<Buffer, Buffer>>;

function openTables(dir: string) {
  const folder = temporaryFolder(dir, 'tables-');
  const root = privateDatabase(folder.path, { maxDbs: TABLE_NAMES.length });
  // Where open files can be removed, nothing is left even if the process is killed.
  folder.remove();
  const tables = TABLE_NAMES.map(name => [
    name,
    root.openDB({ name, keyEncoding: 'binary', encoding: 'binary' }),
  ]);
  return { root, folder, tables: Object.fromEntries(tables) as Tables };
}

/** The rows of a table, in order; what is found by its number has no key in its row. */
function* rowsOf(name: TableName, table: Tables[TableName]): Generator<Buffer> {
  const isNumbered = name === 'passages' || name === 'questions';
  for (const { key, value } of table.getRange()) {
    yield isNumbered ? Buffer.from(value) : Buffer.concat([key, value]);
  }
}

function appendTable(
  file: DataWriter,
  name: TableName,
  rows: Iterable<Buffer>,
  seal: number,
): TablePlace {
  const place = { at: file.bytes, rows: 0 };
  const perBlock = rowsOfBlock(WIDTHS[name]);
  let block: Buffer[] = [];
  let blocks = 0;
  const write = (): void => {
    const content = Buffer.concat(block);
    const checksum = Buffer.allocUnsafe(CHECKSUM_BYTES);
    checksum.writeUInt32BE(crc32(content, crc32(blockSeed(seal, name, blocks++))));
    file.append(content);
    file.append(checksum);
    block = [];
  };
  for (const row of rows) {
    place.rows++;
    if (block.push(row) === perBlock) write();
  }
  if (block.length > 0) write();
  return place;
}
