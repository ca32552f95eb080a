import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { changed, linesOf, type TableWriter, tableWriter } from '../../support/parquet.js';

let tables: TableWriter;

test.before(async () => {
  tables = await tableWriter();
});

test.after.always(() => tables?.close());

/** Values of SQL, and what JSON has of them. */
const VALUES: Record<string, string> = {
  '9007199254740991::BIGINT': '9007199254740991',
  '9007199254740993::BIGINT': '"9007199254740993"',
  '(-9223372036854775808)::BIGINT': '"-9223372036854775808"',
  '18446744073709551615::UBIGINT': '"18446744073709551615"',
  '4294967295::UINTEGER': '4294967295',
  '65535::USMALLINT': '65535',
  '(-128)::TINYINT': '-128',
  '1.0::DOUBLE': '1.0',
  "'-0.0'::DOUBLE": '-0.0',
  '0.1::DOUBLE': '0.1',
  '1e300::DOUBLE': '1e+300',
  '1e15::DOUBLE': '1000000000000000.0',
  "'nan'::DOUBLE": 'null',
  "'-inf'::DOUBLE": 'null',
  '0.1::FLOAT': '0.1',
  '16777216::FLOAT': '16777216.0',
  '3.4028235e38::FLOAT': '3.4028235e+38',
  '12.50::DECIMAL(9, 2)': '12.50',
  '(-0.05)::DECIMAL(4, 2)': '-0.05',
  '7::DECIMAL(9, 0)': '7',
  '123456789012.345678::DECIMAL(18, 6)': '"123456789012.345678"',
  "'12345678901234567890.12'::DECIMAL(38, 2)": '"12345678901234567890.12"',
  "DATE '2024-02-29'": '"2024-02-29"',
  "DATE '1969-12-31'": '"1969-12-31"',
  "TIMESTAMP '2024-02-29 01:02:03'": '"2024-02-29T01:02:03"',
  "TIMESTAMP '1969-12-31 23:59:59.5'": '"1969-12-31T23:59:59.500"',
  "TIMESTAMP '2024-02-29 01:02:03.000004'": '"2024-02-29T01:02:03.000004"',
  "TIMESTAMP_NS '2024-02-29 01:02:03.000000005'": '"2024-02-29T01:02:03.000000005"',
  "TIMESTAMP_MS '2024-02-29 01:02:03.004'": '"2024-02-29T01:02:03.004"',
  "TIMESTAMPTZ '2024-02-29 01:02:03+00'": '"2024-02-29T01:02:03Z"',
  "TIME '23:59:59.25'": '"23:59:59.250"',
  "INTERVAL '14 months 3 days 1500 milliseconds'": '"P14M3DT1.5S"',
  "'2f1f57b2-6b0c-4d43-8bd8-8d4e5d6c7b8a'::UUID": '"2f1f57b2-6b0c-4d43-8bd8-8d4e5d6c7b8a"',
  "'x'::ENUM('x', 'y')": '"x"',
  "'abc'::BLOB": '"abc"',
  "'\\xFF\\x00'::BLOB": '"/wA="',
  "MAP {'a': 1, 'b': NULL}": '{"a":1,"b":null}',
  'MAP {1: [2]}': '{"1":[2]}',
  'NULL::MAP(VARCHAR, INTEGER)': 'null',
  'MAP {}::MAP(VARCHAR, INTEGER)': '{}',
  'NULL::INTEGER[]': 'null',
  '[]::INTEGER[]': '[]',
  '[NULL]::INTEGER[]': '[null]',
  '[NULL, [], [NULL]]::INTEGER[][]': '[null,[],[null]]',
  'NULL::STRUCT(a INTEGER, b VARCHAR)': 'null',
  '{a: NULL, b: NULL}::STRUCT(a INTEGER, b VARCHAR)': '{"a":null,"b":null}',
  '[{a: [{b: 1}, NULL]}, NULL]::STRUCT(a STRUCT(b INTEGER)[])[]': '[{"a":[{"b":1},null]},null]',
  "' \"\\\n\t' || chr(1) || chr(8232) || chr(8233) || chr(133)":
    '" \\"\\\\\\n\\t\\u0001\\u2028\\u2029\\u0085"',
  "chr(128512) || 'é'": '"😀é"',
  true: 'true',
  'NULL::BOOLEAN': 'null',
};

for (const [sql, json] of Object.entries(VALUES)) {
  test(`${sql} is ${json}`, async t => {
    const path = await tables.write(`SELECT (${sql}) AS v FROM range(2)`);
    t.deepEqual(linesOf(path), [`{"v":${json}}`, `{"v":${json}}`]);
    t.notThrows(() => JSON.parse(linesOf(path)[0]!) as unknown);
  });
}

test('a value that is stored as JSON is that value, on one line', async t => {
  const json = `'{"a": [1.50, 12345678901234567890],' || chr(10) || '"b":"x\\u2028"}'`;
  const path = await tables.write(`SELECT (${json})::JSON AS v`);
  t.deepEqual(linesOf(path), ['{"v":{"a": [1.50, 12345678901234567890], "b":"x\\u2028"}}']);
});

test('the order and the names of columns are kept, whatever they are called', async t => {
  const path = await tables.write(
    `SELECT 1 AS "z", 2 AS "__proto__", 3 AS "a ""b"" é", {"c.d": 4} AS e`,
  );
  t.deepEqual(linesOf(path), ['{"z":1,"__proto__":2,"a \\"b\\" é":3,"e":{"c.d":4}}']);
});

test('a table without a row has no line', async t => {
  const path = await tables.write('SELECT 1 AS a WHERE false');
  t.deepEqual(linesOf(path), []);
});

const failing = (t: ExecutionContext, path: string, code: string, message: RegExp): void => {
  const error = t.throws(() => linesOf(path));
  t.like(error, { name: 'KeychainError', code });
  t.regex(error!.message, message);
};

test('a text that is no UTF-8 is told with its row group and column', async t => {
  const stored = readFileSync(
    await tables.write(
      "SELECT {text: 'abcdefgh' || i} AS p FROM range(3) r(i)",
      'codec uncompressed',
    ),
  );
  const path = changed(stored, copy => {
    copy[copy.indexOf('cdefgh1')] = 0xff;
  });
  failing(t, path, 'INPUT_COMPRESSION', /row group 0, column p\.text \(a text that is no UTF-8\)/);
});

test('an encrypted file is named', async t => {
  await tables.run("SET force_mbedtls_unsafe = 'true'");
  await tables.run("PRAGMA add_parquet_key('k', '0123456789112345')");
  const path = await tables.write('SELECT 1 AS a', "encryption_config {footer_key: 'k'}");
  failing(t, path, 'INPUT_FORMAT', /is encrypted, which is not read here/);
});

test('a row that is longer than a record may be is cut behind that, and its neighbors are not', async t => {
  const path = await tables.write(
    `SELECT i AS n, repeat('ab"', CASE WHEN i = 1 THEN 300000 ELSE 3 END) AS a, ['x', 'y'] AS l
     FROM range(3) r(i)`,
    'codec snappy',
  );
  const lines = linesOf(path, { maxRecordBytes: 1000 });
  t.is(lines.length, 3);
  t.true(lines[1]!.length > 1000 && lines[1]!.length < 200_000, `${lines[1]!.length}`);
  for (const line of [lines[0]!, lines[2]!])
    t.is(line.replace(/\d/, '0'), '{"n":0,"a":"ab\\"ab\\"ab\\"","l":["x","y"]}');
});

test('a row that is cut is text still, wherever a character lies', async t => {
  for (const character of ['é', '日', '😀']) {
    const path = await tables.write(
      `SELECT i AS n, repeat('x', i) || repeat('${character}', 3000) AS a FROM range(6) r(i)`,
    );
    const lines = linesOf(path, { maxRecordBytes: 1000 });
    t.is(lines.length, 6);
    for (const line of lines) {
      t.true(Buffer.byteLength(line) > 1000);
      t.false(line.includes('\ufffd'), line.slice(-20));
    }
  }
});

test('a page that says that it becomes huge is not made room for', async t => {
  const stored = readFileSync(
    await tables.write("SELECT repeat('a', 50000000) AS a", 'codec zstd'),
  );
  const path = changed(stored, () => undefined);
  failing(
    t,
    path,
    'INPUT_TOO_LARGE',
    /row group 0, column a says|more than 200 times.*--max-expansion/,
  );
  t.is(linesOf(path, { maxExpansion: 10_000 }).length, 1);
});
