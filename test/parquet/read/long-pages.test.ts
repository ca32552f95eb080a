import { readFileSync } from 'node:fs';
import test from 'ava';
import { changed, linesOf, type TableWriter, tableWriter } from '../../support/parquet.js';

let tables: TableWriter;

test.before(async () => {
  tables = await tableWriter();
});

test.after.always(() => tables?.close());

/** Texts of any length, some longer than a part of a page, nulls and empty lists; columns of 5 MB and more in one page. */
const QUERY = `SELECT i AS n,
    CASE WHEN i % 7 = 0 THEN NULL WHEN i % 5 = 0 THEN [] ELSE
      ['é' || hash(i), NULL, repeat(md5('' || i), CASE WHEN i % 900 = 1 THEN 40000 ELSE i % 120 END)] END AS l,
    CASE WHEN i % 3 = 0 THEN NULL ELSE {t: repeat(sha256('' || i), i % 40)} END AS s,
    repeat(md5('' || i) || md5('x' || i), 20) AS v
  FROM range(4000) r(i)`;

for (const codec of ['uncompressed', 'snappy', 'zstd', 'gzip', 'lz4_raw']) {
  for (const version of ['V1', 'V2']) {
    // No dictionary: the values stand in the pages.
    const options = `codec ${codec}, parquet_version ${version}, dictionary_size_limit 1`;
    test(`${codec}, ${version}: a page of many megabytes has the rows that small ones have`, async t => {
      const long = await tables.write(QUERY, options);
      const short = await tables.write(QUERY, `${options}, row_group_size 2048`);
      const lines = linesOf(long, { maxExpansion: 10_000 });
      t.is(lines.length, 4000);
      t.deepEqual(lines, linesOf(short, { maxExpansion: 10_000 }));
      const row = JSON.parse(lines[901]!) as { n: number; l: string[]; s: { t: string } };
      t.is(row.n, 901);
      t.is(row.l[2]!.length, 32 * 40_000);
      t.is(row.s.t.length, 64 * 21);
    });
  }
}

for (const codec of ['uncompressed', 'snappy', 'zstd']) {
  test(`${codec}: a page of many megabytes that is damaged is named with its column`, async t => {
    const stored = readFileSync(
      await tables.write(QUERY, `codec ${codec}, dictionary_size_limit 1`),
    );
    for (let part = 1; part < 8; part++) {
      const path = changed(stored, copy => {
        const at = Math.floor((copy.length * part) / 9);
        copy.fill(0xff, at, at + 40);
      });
      try {
        // Where bytes stand as they are, another text may be one, too.
        t.is(linesOf(path, { maxExpansion: 10_000 }).length, 4000);
      } catch (error) {
        t.like(error, { name: 'KeychainError', code: 'INPUT_COMPRESSION' });
        t.regex((error as Error).message, /row group 0, column (?:n|l|s\.t|v) \(/);
      }
    }
  });
}
