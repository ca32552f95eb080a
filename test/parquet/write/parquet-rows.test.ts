import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Row } from '../../../lib/parquet/write/encode-rows.js';
import { GROUP_BYTES } from '../../../lib/parquet/write/gather.js';
import { parquetRows } from '../../../lib/parquet/write/parquet-rows.js';
import type { Column, Columns } from '../../../lib/records/columns.js';
import { all, failureOf } from '../../support/streams.js';
import { tableReader, typeOf } from '../../support/tables.js';
import { tempDir } from '../../support/temp-dir.js';

const columns: fc.Arbitrary<Columns> = fc.letrec<{ columns: Columns; column: Column }>(tie => ({
  columns: fc
    .array(tie('column'), { minLength: 1, maxLength: 4 })
    .map(list => Object.fromEntries(list.map((column, i) => [`c${i}`, column]))),
  column: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<Column>('text', 'whole', 'fraction', 'flag'),
    tie('columns'),
    tie('column').map((column): Column => [column]),
  ),
})).columns;

const VALUES = {
  text: fc.string({ unit: 'binary' }),
  whole: fc.maxSafeInteger(),
  fraction: fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => number + 0),
  flag: fc.boolean(),
};

/** A value of a column; null anywhere, if that is wanted. */
function valueFor(column: Column, nulls: boolean): fc.Arbitrary<unknown> {
  const value =
    typeof column === 'string'
      ? VALUES[column]
      : Array.isArray(column)
        ? fc.array(valueFor(column[0] as Column, nulls), { maxLength: 3 })
        : rowOf(column as Columns, nulls);
  return nulls ? fc.option(value as fc.Arbitrary<unknown>, { freq: 4 }) : value;
}

const rowOf = (of: Columns, nulls: boolean): fc.Arbitrary<Row> =>
  fc.record(
    Object.fromEntries(Object.entries(of).map(([name, column]) => [name, valueFor(column, nulls)])),
    { noNullPrototype: true },
  );

/** The bytes of a file of some rows. */
const bytesOf = async (of: Columns, rows: Iterable<Row>): Promise<Buffer> => {
  const into = parquetRows(of);
  Readable.from(rows).pipe(into);
  return Buffer.concat(await all<Buffer>(into));
};

async function fileOf(t: ExecutionContext, of: Columns, rows: Iterable<Row>): Promise<string> {
  const path = join(await tempDir(t), 'rows.parquet');
  await writeFile(path, await bytesOf(of, rows));
  return path;
}

test('another reader finds any rows of any columns as they were', async t => {
  const reader = await tableReader();
  const dir = await tempDir(t);
  const path = join(dir, 'rows.parquet');
  const cases = fc
    .tuple(columns, fc.boolean())
    .chain(([of, nulls]) => fc.tuple(fc.constant(of), fc.array(rowOf(of, nulls))));
  await fc.assert(
    fc.asyncProperty(cases, async ([of, rows]) => {
      await writeFile(path, await bytesOf(of, rows));
      const types = Object.entries(of).map(([name, column]) => [name, typeOf(column)]);
      t.deepEqual(await reader.parquetTypes(path), types);
      t.deepEqual(
        (await reader.parquetRows(path)).map(row => JSON.parse(row)),
        rows.map(row => JSON.parse(JSON.stringify(row))),
      );
    }),
    { numRuns: 200 },
  );
  reader.close();
});

test('texts may be given in UTF-8', async t => {
  const texts = ['', 'Zoë 漢字 😀', 'line\u2028end\u0000'];
  const strings = texts.map(a => ({ a }));
  const bytes = texts.map(a => ({ a: Buffer.from(a) }));
  t.deepEqual(await bytesOf({ a: 'text' }, bytes), await bytesOf({ a: 'text' }, strings));
});

test('what is in no column is not written, what is not there is null', async t => {
  const reader = await tableReader();
  const of = { a: 'text', b: ['whole'] } as const satisfies Columns;
  const path = await fileOf(t, of, [{ a: 'x', c: 1 }, { b: [1] }]);
  t.deepEqual(await reader.parquetRows(path), ['{"a":"x","b":null}', '{"a":null,"b":[1]}']);
  reader.close();
});

test('row groups end at 64 MB, and each row is in one', async t => {
  const reader = await tableReader();
  const text = 'x'.repeat(1 << 19);
  const rows = Array.from({ length: 300 }, (_, n) => ({ n, text }));
  const path = await fileOf(t, { n: 'whole', text: 'text' }, rows);
  const groups = await reader.parquetGroups(path);
  t.is(groups.length, 3);
  t.is(
    groups.reduce((sum, group) => sum + group.rows, 0),
    rows.length,
  );
  for (const { rawBytes } of groups.slice(0, -1)) {
    t.true(rawBytes >= GROUP_BYTES && rawBytes < GROUP_BYTES * 1.1);
  }
  const found = (await reader.parquetRows(path)).map(row => JSON.parse(row).n);
  t.deepEqual(
    found,
    rows.map(({ n }) => n),
  );
  reader.close();
});

test('the file of no rows has its columns', async t => {
  const reader = await tableReader();
  const path = await fileOf(t, { a: 'text', b: [{ c: 'flag' }] }, []);
  t.deepEqual(await reader.parquetTypes(path), [
    ['a', 'VARCHAR'],
    ['b', 'STRUCT(c BOOLEAN)[]'],
  ]);
  t.deepEqual(await reader.parquetRows(path), []);
  reader.close();
});

test('the foot says what else is to be known', async t => {
  const into = parquetRows({ a: 'text' }, { metadata: { huggingface: '{"info":{}}' } });
  into.end({ a: 'x' });
  const bytes = Buffer.concat(await all<Buffer>(into));
  t.true(bytes.includes('huggingface') && bytes.includes('{"info":{}}'));
});

for (const [what, column, value, expected] of [
  ['half of a surrogate pair', 'text', 'a\ud83d', /^a holds half of a surrogate pair/],
  ['a number where a text is due', 'text', 1, /^a is 1; expected text$/],
  ['a fraction where a whole number is due', 'whole', 0.5, /^a is 0\.5; expected a whole number$/],
  ['what JSON has no number for', 'fraction', Number.NaN, /^a is null; expected a number$/],
  ['a text where a flag is due', 'flag', 'true', /^a is "true"; expected true or false$/],
] as const) {
  test(`a row with ${what} ends the file`, async t => {
    const into = parquetRows({ a: column });
    Readable.from([{ a: null }, { a: value }]).pipe(into);
    const error = await failureOf(into);
    t.like(error, { code: 'RECORD_INVALID' });
    t.regex(error.message, expected);
  });
}

test('a column that is declared as a list, or as fields, takes nothing else', async t => {
  for (const column of [['text'], { b: 'text' }] as const) {
    const into = parquetRows({ a: column });
    into.end({ a: 'x' });
    t.like(await failureOf(into), { code: 'RECORD_INVALID' });
  }
});

test('a reader that takes nothing is waited for', async t => {
  const into = parquetRows({ text: 'text' });
  // So that what is compressed fills the buffer.
  const text = createHash('shake256', { outputLength: 1 << 19 }).digest('hex');
  let taken = 0;
  const rows = Readable.from(
    (function* () {
      for (; ; taken++) yield { text: text + taken };
    })(),
  );
  rows.pipe(into);
  // A row group is there to be read, and then another one is not begun.
  while (into.readableLength < 1 << 14) await once(into, 'readable');
  for (let turn = 0; turn < 1000; turn++) await new Promise(resolve => setImmediate(resolve));
  t.true(taken < 200, `${taken}`);
  into.destroy();
  rows.destroy();
  await t.throwsAsync(pipeline(Readable.from([{}]), into));
});

test('a small file is to the byte what it was', async t => {
  const of = {
    id: 'text',
    n: 'whole',
    part: 'fraction',
    ok: 'flag',
    list: [{ a: 'text', b: ['whole'] }],
  } as const satisfies Columns;
  const rows = [
    { id: 'a', n: 1, part: 0.5, ok: true, list: [{ a: 'x', b: [1, 2] }] },
    { id: 'b', n: -2, part: 1, ok: false, list: [] },
  ];
  const golden = 'test/parquet/write/small.parquet';
  const reader = await tableReader();
  const found = await reader.parquetRows(golden);
  t.deepEqual(
    found.map(row => JSON.parse(row)),
    rows,
  );
  reader.close();
  // Node's own zstd packs otherwise than the package that stands in for it.
  if (process.versions.zstd) t.pass();
  else t.deepEqual(await bytesOf(of, rows), await readFile(golden));
});
