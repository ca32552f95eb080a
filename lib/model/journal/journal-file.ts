import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** Where an LMDB file, as lmdb-js writes it, has its magic number, and the number (LMDB's mdb.c). */
const MAGIC_AT = 24;
const MAGIC = 0xbeefc0de;

/**
 * LMDB would bring the whole process down over a file that is none of its own.
 *
 * @throws Error
 */
export function checkJournalFile(file: string): void {
  if (!existsSync(file)) return;
  const head = Buffer.alloc(MAGIC_AT + 4);
  const descriptor = openSync(file, 'r');
  const read = readSync(descriptor, head);
  closeSync(descriptor);
  if (read === 0) return;
  if (read < head.length || head.readUInt32LE(MAGIC_AT) !== MAGIC) {
    throw new Error('data.mdb is not a journal; name another folder, or remove it');
  }
}
