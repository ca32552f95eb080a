import test from 'ava';
import fc from 'fast-check';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { fileOf } from '../../datasets/fixtures.js';
import { linesOf } from '../../support/parquet.js';

type Written = Parameters<typeof parquetWriteBuffer>[0];

const fileWith = (options: Written): string => fileOf(Buffer.from(parquetWriteBuffer(options)));
const rowsOf = (path: string): unknown[] => linesOf(path).map(line => JSON.parse(line) as unknown);

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(each => each.isWellFormed());

/** Columns without lists, by their encodings: no other writer at hand has as many. */
const COLUMNS: Record<
  string,
  [type: ColumnSource['type'], encodings: string[], fc.Arbitrary<unknown>]
> = {
  texts: [
    'STRING',
    ['PLAIN', 'RLE_DICTIONARY', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'],
    fc.oneof(text, fc.constantFrom('same', 'same as', 'same as before')),
  ],
  integers: [
    'INT32',
    ['PLAIN', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
    fc.integer(),
  ],
  fractions: [
    'DOUBLE',
    ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT'],
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value || 0),
  ],
  flags: ['BOOLEAN', ['PLAIN', 'RLE'], fc.boolean()],
};

for (const [name, [type, encodings, value]] of Object.entries(COLUMNS)) {
  for (const encoding of encodings) {
    test(`${name} in the encoding ${encoding}, over many pages, with nulls and without`, t => {
      fc.assert(
        fc.property(
          fc.array(fc.option(value, { freq: 5 }), { minLength: 1, maxLength: 300 }),
          fc.boolean(),
          fc.integer({ min: 1, max: 200 }),
          (values, nullable, rowGroupSize) => {
            const data = nullable ? values : values.filter(each => each !== null);
            if (data.length === 0) return;
            const column = { name: 'v', data, nullable, type, encoding } as ColumnSource;
            const path = fileWith({ columnData: [column], rowGroupSize, pageSize: 64 });
            t.deepEqual(
              rowsOf(path),
              data.map(v => ({ v })),
            );
          },
        ),
        { numRuns: 40 },
      );
    });
  }
}

/** Lists of structs with lists, as hyparquet-writer takes them. */
const SCHEMA: Written['schema'] = [
  { name: 'root', num_children: 1 },
  { name: 'l', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', num_children: 2 },
  { name: 'title', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 's', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
];

test('nested lists whose rows go over several pages', t => {
  const passage = fc.record({
    title: fc.option(text, { freq: 6 }),
    s: fc.option(fc.array(fc.option(text, { freq: 6 }), { maxLength: 6 }), { freq: 6 }),
  });
  const row = fc.option(fc.array(fc.option(passage, { freq: 6 }), { maxLength: 6 }), { freq: 6 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), data => {
      const columnData = [{ name: 'l', data }];
      const path = fileWith({ columnData, schema: SCHEMA, pageSize: 32, rowGroupSize: 15 });
      t.deepEqual(
        rowsOf(path),
        data.map(l => ({ l })),
      );
    }),
    { numRuns: 100 },
  );
});
