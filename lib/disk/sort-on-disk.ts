import { Duplex } from 'node:stream';
import { settle } from '../stream/settle.js';
import { type TemporaryDatabase, temporaryDatabase } from './temporary-database.js';
import { inTemporarySpace } from './temporary-space.js';

/** Records a transaction. */
const BATCH = 256;

/**
 * A Duplex of records to the same records in ascending order of a number; those with equal
 * numbers keep their order. They wait in a private temporary database, not in memory, and it is
 * removed at the end.
 *
 * @throws (as an error event) OUTPUT_UNWRITABLE
 */
export function sortOnDisk<T>(keyOf: (record: T) => number): Duplex {
  let store: TemporaryDatabase<T, [key: number, arrival: number]> | undefined;
  let batch: [key: number, record: T][] = [];
  let arrivals = 0;
  let sorted: Iterator<{ value: T }> | undefined;

  const write = (): void => {
    const root = store?.root;
    inTemporarySpace(() =>
      root?.transactionSync(() => {
        for (const [key, record] of batch) root.putSync([key, arrivals++], record);
      }),
    );
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
      settle(() => {
        store = temporaryDatabase({ encoding: 'json' });
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
        sorted = store?.root.getRange()[Symbol.iterator]();
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
        },
        closeError => done(error ?? closeError ?? null),
      );
    },
  });
}
