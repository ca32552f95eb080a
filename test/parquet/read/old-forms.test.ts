import test from 'ava';
import { parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { fileOf } from '../../datasets/fixtures.js';
import { linesOf } from '../../support/parquet.js';

type Foot = Parameters<typeof writeMetadata>[1];
type SchemaElement = Foot['schema'][number];

const INT: SchemaElement = { name: 'element', type: 'INT32', repetition_type: 'OPTIONAL' };
const list = (...inner: SchemaElement[]): SchemaElement[] => [
  { name: 'root', num_children: 1 },
  { name: 'l', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: inner.length },
  ...inner,
];

/** A file whose foot has another schema, with the same levels, than what it was written with. */
function refooted(data: unknown[], written: SchemaElement[], schema: SchemaElement[]): string {
  const plain = Buffer.from(
    parquetWriteBuffer({ columnData: [{ name: 'l', data }], schema: written }),
  );
  const foot = parquetMetadata(new Uint8Array(plain)) as Foot;
  const paths = pathsIn(parquetSchema({ ...foot, schema }));
  for (const { columns } of foot.row_groups) {
    for (const [i, column] of columns.entries()) column.meta_data!.path_in_schema = paths[i]!;
  }
  const writer = new ByteWriter();
  writeMetadata(writer, { ...foot, schema });
  writer.appendBytes(Buffer.from('PAR1'));
  const body = plain.subarray(0, plain.length - 8 - foot.metadata_length);
  return fileOf(Buffer.concat([body, writer.getBytes()]));
}

const pathsIn = ({ children, path }: SchemaTree): string[][] =>
  children.length === 0 ? [path] : children.flatMap(pathsIn);

const REQUIRED = list({ ...INT, repetition_type: 'REQUIRED' });
const LISTS = [[1, 2], [], null, [3]];
const AS_LISTS = ['{"l":[1,2]}', '{"l":[]}', '{"l":null}', '{"l":[3]}'];

test('a list of which the items themselves are repeated', t => {
  const schema: SchemaElement[] = [
    ...REQUIRED.slice(0, 2),
    { name: 'array', type: 'INT32', repetition_type: 'REPEATED' },
  ];
  t.deepEqual(linesOf(refooted(LISTS, REQUIRED, schema)), AS_LISTS);
});

test('a list that says so only in the new way, with another name for its layers', t => {
  const schema = list(INT).map(element => ({ ...element }));
  delete schema[1]!.converted_type;
  schema[1]!.logical_type = { type: 'LIST' };
  schema[2]!.name = 'bag';
  schema[3]!.name = 'array_element';
  t.deepEqual(linesOf(refooted([[1, null], []], list(INT), schema)), [
    '{"l":[1,null]}',
    '{"l":[]}',
  ]);
});

test('a list of structs with one field, which is told from a layer by its name', t => {
  const written = list(INT);
  for (const name of ['array', 'l_tuple']) {
    const schema = written.map((element, i) => (i === 2 ? { ...element, name } : element));
    const lines = linesOf(refooted([[1, null], [], null], written, schema));
    t.deepEqual(lines, ['{"l":[{"element":1},{"element":null}]}', '{"l":[]}', '{"l":null}']);
  }
});

test('a list of structs with several fields, without a layer between', t => {
  const fields: SchemaElement[] = [
    { ...INT, name: 'a' },
    { ...INT, name: 'b' },
  ];
  const written: SchemaElement[] = [
    ...list().slice(0, 2),
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', num_children: 2 },
    ...fields,
  ];
  const schema = list(...fields);
  const data = [
    [
      { a: 1, b: null },
      { a: 2, b: 3 },
    ],
    [],
    null,
  ];
  t.deepEqual(linesOf(refooted(data, written, schema)), [
    '{"l":[{"a":1,"b":null},{"a":2,"b":3}]}',
    '{"l":[]}',
    '{"l":null}',
  ]);
});

test('a field that is repeated and not called a list: never null', t => {
  const written = list({ ...INT, repetition_type: 'REQUIRED' });
  written[1]!.repetition_type = 'REQUIRED';
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 1 },
    { name: 'l', type: 'INT32', repetition_type: 'REPEATED' },
  ];
  t.deepEqual(linesOf(refooted([[1, 2], [], [3]], written, schema)), [
    '{"l":[1,2]}',
    '{"l":[]}',
    '{"l":[3]}',
  ]);
});

test('a table without a column has its rows', t => {
  const plain = Buffer.from(
    parquetWriteBuffer({ columnData: [{ name: 'l', data: [1, 2], type: 'INT32' }] }),
  );
  const foot = parquetMetadata(new Uint8Array(plain)) as Foot;
  const writer = new ByteWriter();
  const groups = foot.row_groups.map(group => ({ ...group, columns: [] }));
  writeMetadata(writer, {
    ...foot,
    schema: [{ name: 'root', num_children: 0 }],
    row_groups: groups,
  });
  writer.appendBytes(Buffer.from('PAR1'));
  const path = fileOf(Buffer.concat([Buffer.from('PAR1'), writer.getBytes()]));
  t.deepEqual(linesOf(path), ['{}', '{}']);
});

test('a schema that is nested too deep is named', t => {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 1 },
    ...Array.from({ length: 300 }, () => ({ name: 'l', num_children: 1 })),
    { name: 'l', type: 'INT32', repetition_type: 'REQUIRED' },
  ];
  const written: SchemaElement[] = [
    { name: 'root', num_children: 1 },
    { name: 'l', type: 'INT32', repetition_type: 'REQUIRED' },
  ];
  const error = t.throws(() => linesOf(refooted([1], written, schema)));
  t.like(error, { name: 'KeychainError', code: 'INPUT_COMPRESSION' });
  t.regex(error!.message, /columns of more than 200 layers/);
});
