import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { open } from 'lmdb';

/** Records a transaction. */
const BATCH = 256;

/**
 * A Duplex of records to the same records in ascending order of a whole number, one record a
 * number. They wait in a private temporary folder, not in memory, and it is removed at the end.
 */
export function sortOnDisk<T>(keyOf: (record: T) => number): Duplex {
  return Duplex.from(async function* (records: AsyncIterable<T>): AsyncGenerator<T> {
    const dir = await mkdtemp(join(tmpdir(), 'keychain-sort-'));
    const store = open<T, number>({
      path: dir,
      keyEncoding: 'uint32',
      encoding: 'json',
      noSync: true,
    });
    try {
      let batch: T[] = [];
      const write = (): void => {
        store.transactionSync(() => {
          for (const record of batch) store.putSync(keyOf(record), record);
        });
        batch = [];
      };
      for await (const record of records) {
        batch.push(record);
        if (batch.length === BATCH) write();
      }
      write();
      for (const { value } of store.getRange()) yield value;
    } finally {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    }
  } as never);
}
