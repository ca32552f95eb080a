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
import { type RowFile, rowFile } from './row-file.js';
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

/** Tables whose rows come in their order, since they are found by their number. */
const NUMBERED = ['passages', 'questions'] as const;
type Numbered = (typeof NUMBERED)[number];
/** Those that are found by a key, and have to be sorted. */
type Keyed = Exclude<TableName, Numbered>;

const isNumbered = (name: TableName): name is Numbered =>
  (NUMBERED as readonly TableName[]).includes(name);

/**
 * Opens a corpus's file in an empty folder. Records are appended as they come; rows wait beside it,
 * those that are found by a key in a temporary database, which sorts them.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE, also by the methods
 */
export function storeWriter(dir: string): StoreWriter {
  // The folder has a passing name; what a user has named, or can look into, is the one around it.
  const writing = <T>(work: () => T): T => unwritable(dirname(dir), work);
  const { root, keyed, numbered, folder } = writing(() => openTables(dir, writing));
  const file = dataWriter(join(dir, DATA_FILE), writing);
  let seal = 0;
  let passages = 0;
  let questions = 0;
  let closing: Promise<void> | undefined;

  const put = (table: Keyed, key: Buffer, value: Buffer) =>
    writing(() => keyed[table].putSync(key, value));
  const get = (table: Keyed, key: Buffer): Buffer | undefined =>
    writing(() => keyed[table].get(key));
  const rowsOf = (name: TableName): Iterable<Buffer> =>
    isNumbered(name) ? numbered[name].rows() : keyedRows(keyed[name]);
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
      numbered.passages.append(append(record, tokens));
      put('passageNumbers', key, numberBytes(number));
      return number;
    },
    addQuestion(question, unlabelled) {
      const number = questions++;
      const flags = (question.question.answerable ? ANSWERABLE : 0) | (unlabelled ? UNLABELLED : 0);
      numbered.questions.append(append(Buffer.from(jsonText(question)), flags));
      return number;
    },
    passageNumber: key => get('passageNumbers', key)?.readUInt32BE(),
    hasQuestion: key => get('questionNumbers', key) !== undefined,
    nameQuestion: (key, number) => put('questionNumbers', key, numberBytes(number)),
    addToArticle: (key, passage) =>
      put('articles', Buffer.concat([key, numberBytes(passage)]), NOTHING),
    finish() {
      const places = writing(() =>
        TABLE_NAMES.map(name => [name, appendTable(file, name, rowsOf(name), seal)]),
      );
      file.finish();
      return { seal, tables: Object.fromEntries(places), bytes: file.bytes };
    },
    close() {
      file.close();
      for (const rows of Object.values(numbered)) rows.close();
      closing ??= root.close().finally(folder.remove);
      return closing;
    },
  };
}

type KeyedTables = Record<Keyed, Database<Buffer, Buffer>>;

function openTables(dir: string, writing: <T>(work: () => T) => T) {
  const folder = temporaryFolder(dir, 'tables-');
  const keyedNames = TABLE_NAMES.filter(name => !isNumbered(name));
  const root = privateDatabase(folder.path, { maxDbs: keyedNames.length });
  const numbered = NUMBERED.map(name => [
    name,
    rowFile(join(folder.path, `${name}.rows`), WIDTHS[name], writing),
  ]);
  // Where open files can be removed, nothing is left even if the process is killed.
  folder.remove();
  const keyed = keyedNames.map(name => [
    name,
    root.openDB({ name, keyEncoding: 'binary', encoding: 'binary' }),
  ]);
  return {
    root,
    folder,
    keyed: Object.fromEntries(keyed) as KeyedTables,
    numbered: Object.fromEntries(numbered) as Record<Numbered, RowFile>,
  };
}

/** Keys with their values, sorted. */
function* keyedRows(table: KeyedTables[Keyed]): Generator<Buffer> {
  for (const { key, value } of table.getRange()) yield Buffer.concat([key, value]);
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
