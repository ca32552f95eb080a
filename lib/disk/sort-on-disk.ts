import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { open, type RootDatabase } from 'lmdb';
import { settle } from '../stream/settle.js';
import { markTemporary, unmarkTemporary } from './temporary.js';

/** Records a transaction. */
const BATCH = 256;

/**
 * A Duplex of records to the same records in ascending order of a number; those with equal
 * numbers keep their order. They wait in a private temporary folder, not in memory, and it is
 * removed at the end.
 */
export function sortOnDisk<T>(keyOf: (record: T) => number): Duplex {
  let dir: string | undefined;
  let store: RootDatabase<T, [key: number, arrival: number]> | undefined;
  let batch: [key: number, record: T][] = [];
  let arrivals = 0;
  let sorted: Iterator<{ value: T }> | undefined;

  const write = (): void => {
    store?.transactionSync(() => {
      for (const [key, record] of batch) store?.putSync([key, arrivals++], record);
    });
    batch = [];
  };
  const pushSorted = (stream: Duplex): void => {
    for (let next = sorted?.next(); next; next = sorted?.next()) {
      if (!stream.push(next.done ? null : next.value.value)) return;
    }
  };

  return new Duplex({
    objectMode: true,
    construct(done) {
      settle(async () => {
        dir = markTemporary(await mkdtemp(join(tmpdir(), 'keychain-sort-')));
        store = open({ path: dir, noSubdir: false, encoding: 'json', noSync: true });
      }, done);
    },
    write(record: T, _encoding, done) {
      settle(() => {
        batch.push([keyOf(record), record]);
        if (batch.length === BATCH) write();
      }, done);
    },
    final(done) {
      settle(() => {
        write();
        sorted = store?.getRange()[Symbol.iterator]();
        pushSorted(this);
      }, done);
    },
    read() {
      pushSorted(this);
    },
    destroy(error, done) {
      settle(
        async () => {
          sorted?.return?.();
          await store?.close();
          if (dir === undefined) return;
          await rm(dir, { recursive: true, force: true });
          unmarkTemporary(dir);
        },
        closeError => done(error ?? closeError ?? null),
      );
    },
  });
}
