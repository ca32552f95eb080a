import { readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { KeychainError } from '../../../lib/errors.js';
import { changed, linesOf, type TableWriter, tableWriter } from '../../support/parquet.js';

let tables: TableWriter;

test.before(async () => {
  tables = await tableWriter();
});

test.after.always(() => tables?.close());

const QUERY = `SELECT 'id ' || i AS id, [{title: 'T' || i % 7, text: 'Text no. ' || i}, NULL] AS passages,
  i * 0.5 AS half, i % 3 = 0 AS flag, i AS n FROM range(2000) r(i)`;
const CODECS = ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'];

/** What damage may be called. */
const CODES = ['INPUT_COMPRESSION', 'INPUT_TRUNCATED', 'INPUT_FORMAT', 'INPUT_TOO_LARGE'];

/** The error of reading a file, or nothing where it has lines. */
function errorOf(path: string): Error | undefined {
  try {
    linesOf(path);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

for (const codec of CODECS) {
  for (const version of ['V1', 'V2']) {
    test(`${codec}, pages of ${version}: damaged anywhere, it is read or named, in one line`, async t => {
      const path = await tables.write(QUERY, `codec ${codec}, parquet_version ${version}`);
      const stored = readFileSync(path);
      // Most of a file are its pages; its foot is as rich in places that matter.
      const footBytes = stored.readUInt32LE(stored.length - 8) + 8;
      const place = fc.oneof(
        fc.nat(stored.length - 1),
        fc.nat(footBytes - 1).map(back => stored.length - 1 - back),
        fc.nat(400),
      );
      const changes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 });
      fc.assert(
        fc.property(changes, changes => {
          const error = errorOf(
            changed(stored, copy => {
              for (const [at, byte] of changes) copy[at] = byte;
            }),
          );
          if (!error) return;
          t.true(error instanceof KeychainError, error.stack);
          t.true(CODES.includes((error as KeychainError).code), error.message);
          t.notRegex(error.message, /\n/);
          t.regex(error.message, /changed\.parquet: /);
        }),
        { numRuns: 250 },
      );
    });
  }
}

test('cut anywhere, it is truncated', async t => {
  const stored = readFileSync(await tables.write(QUERY));
  fc.assert(
    fc.property(fc.nat(stored.length - 1), length => {
      const error = errorOf(changed(stored, copy => copy.subarray(0, length)));
      t.like(error, { name: 'KeychainError', code: 'INPUT_TRUNCATED' });
    }),
  );
});
