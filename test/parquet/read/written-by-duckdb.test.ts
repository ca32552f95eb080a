import test from 'ava';
import fc from 'fast-check';
import { linesOf, type TableWriter, tableWriter } from '../../support/parquet.js';

let tables: TableWriter;

test.before(async () => {
  tables = await tableWriter();
});

test.after.always(() => tables?.close());

/** A type of SQL, and values of it as JSON has them. */
interface Kind {
  sql: string;
  value: fc.Arbitrary<unknown>;
}

const SAFE = Number.MAX_SAFE_INTEGER;
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(each => each.isWellFormed());
const LEAVES: Kind[] = [
  { sql: 'VARCHAR', value: text },
  { sql: 'VARCHAR', value: fc.constantFrom('a', 'b "\\', '\u2028', 'é\u0085', '', '🎸') },
  { sql: 'BIGINT', value: fc.integer({ min: -SAFE, max: SAFE }) },
  { sql: 'INTEGER', value: fc.integer() },
  { sql: 'UTINYINT', value: fc.nat(255) },
  { sql: 'BOOLEAN', value: fc.boolean() },
  { sql: 'DOUBLE', value: fc.double({ noNaN: true, noDefaultInfinity: true }).map(v => v || 0) },
];

const kindOf = (depth: number): fc.Arbitrary<Kind> => {
  const leaf = fc.constantFrom(...LEAVES);
  if (depth === 0) return leaf;
  const inner = kindOf(depth - 1);
  const list = inner.map(({ sql, value }) => ({
    sql: `${sql}[]`,
    value: fc.array(fc.option(value, { freq: 6 }), { maxLength: 4 }),
  }));
  const struct = fc.array(inner, { minLength: 1, maxLength: 3 }).map(kinds => ({
    sql: `STRUCT(${kinds.map(({ sql }, i) => `f${i} ${sql}`).join(', ')})`,
    value: fc
      .tuple(...kinds.map(({ value }) => fc.option(value, { freq: 6 })))
      .map(values => Object.fromEntries(values.map((value, i) => [`f${i}`, value]))),
  }));
  return fc.oneof({ arbitrary: leaf, weight: 1 }, { arbitrary: list, weight: 2 }, struct);
};

const table = fc.array(kindOf(3), { minLength: 1, maxLength: 5 }).chain(kinds =>
  fc.record({
    columns: fc.constant(Object.fromEntries(kinds.map(({ sql }, i) => [`c${i}`, sql]))),
    rows: fc.array(
      fc
        .tuple(...kinds.map(({ value }) => fc.option(value, { freq: 6 })))
        .map(values => Object.fromEntries(values.map((value, i) => [`c${i}`, value]))),
      { minLength: 1, maxLength: 40 },
    ),
    codec: fc.constantFrom('uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'),
    version: fc.constantFrom('V1', 'V2'),
  }),
);

test('rows of any types come out as they went in', async t => {
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, rows, codec, version }) => {
      const path = await tables.writeRows(
        rows,
        columns,
        `codec ${codec}, parquet_version ${version}, row_group_size 2048`,
      );
      t.deepEqual(
        linesOf(path).map(line => JSON.parse(line) as unknown),
        rows,
      );
    }),
    { numRuns: 150 },
  );
});
