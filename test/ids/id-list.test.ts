import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { idList } from '../../lib/ids/id-list.js';
import { readIds } from '../../lib/ids/read-ids.js';
import { zipOf, zstdFrameOf } from '../datasets/fixtures.js';
import { all } from '../support/streams.js';

const folder = mkdtempSync(join(tmpdir(), 'keychain-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(content: string | Buffer): string {
  const path = join(folder, `list-${files++}`);
  writeFileSync(path, content);
  return path;
}

const idsOf = async (content: string | Buffer): Promise<string[]> =>
  all<string>(Readable.from(readIds(fileOf(content))));

/** Ids as datasets have them: of words, of digits, with what tables and JSON escape. */
const IDS = ['5a8b57f25542995d1e6f1371', '2hop__482757_12019', '17', 'a "b", c', 'é\\n;|'];

const csvField = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const lines = (texts: readonly string[], end = '\n'): string =>
  texts.map(text => text + end).join('');

/** The forms that any id may be written in. */
const FORMS: Record<string, (ids: readonly string[]) => string> = {
  'JSON lines': ids => lines(ids.map(id => JSON.stringify({ x: { id: 1 }, id }))),
  'JSON lines with _id': ids => lines(ids.map(_id => JSON.stringify({ _id, question: 'id?' }))),
  'JSON lines without a last line feed': ids => ids.map(id => JSON.stringify({ id })).join('\n'),
  'a JSON array': ids => JSON.stringify(ids),
  'a JSON array on lines': ids => JSON.stringify(ids, null, 2),
  'a JSON array of records': ids => JSON.stringify(ids.map(id => ({ id, answers: [] }))),
  'a JSON array of records with _id': ids =>
    `\n${JSON.stringify(
      ids.map(_id => ({ _id })),
      null,
      1,
    )}`,
  'JSON texts on lines': ids => lines(ids.map(id => JSON.stringify(id))),
  CSV: ids => lines(['id,question', ...ids.map(id => `${csvField(id)},what?`)]),
  'CSV of a data frame': ids => lines([',_id', ...ids.map((id, i) => `${i},${csvField(id)}`)]),
  'CSV with semicolons': ids =>
    lines(['"question";"ID"', ...ids.map(id => `"a;b";${csvField(id)}`)]),
  'a table with tabs': ids => lines(['q\tid', ...ids.map(id => `a,b\t${csvField(id)}`)]),
  'CSV with one column': ids => lines(['id', ...ids.map(csvField)]),
  'CSV with line breaks in its fields': ids =>
    lines(['id,question', ...ids.map(id => `${csvField(id)},"what\n\nis ""it""?"`)], '\r\n'),
};

/** How a text may be stored. */
const STORED: Record<string, (text: string) => string | Buffer> = {
  'as it is': text => text,
  'with a byte order mark': text => `\ufeff${text}`,
  'with CRLF': text => text.replace(/\r?\n/g, '\r\n'),
  'UTF-16 LE': text => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 LE without a mark': text => Buffer.from(text, 'utf16le'),
  'UTF-16 BE': text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 BE without a mark': text => Buffer.from(text, 'utf16le').swap16(),
  gzip: text => gzipSync(text),
  'gzip of UTF-16': text => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')),
  zstd: text => zstdFrameOf(Buffer.from(text)),
  zip: text => zipOf([{ name: 'ids.txt', data: Buffer.from(text) }]),
};

for (const [form, write] of Object.entries(FORMS)) {
  for (const [how, store] of Object.entries(STORED)) {
    test(`ids are read from ${form}, ${how}`, async t => {
      t.deepEqual(await idsOf(store(write(IDS))), IDS);
    });
  }
}

test('an id a line, quoted or not, with blanks around it and blank lines', async t => {
  const content =
    '\n  q2  \r\n\r\n"q3"\n{"id": 17}\n18\nthe id, with a comma\n\t\n"q""4"\n{"_id":"q5"}';
  const ids = ['q2', 'q3', '17', '18', 'the id, with a comma', 'q"4', 'q5'];
  t.deepEqual(await idsOf(content), ids);
  t.deepEqual(await idsOf(Buffer.from(content, 'utf16le')), ids);
});

test('a quoted id is as JSON has it, and as tables have it where that is no JSON', async t => {
  t.deepEqual(await idsOf('"\\""\n"\\u0061"\n"C:\\x"\n"C:\\""x"\n'), ['"', 'a', 'C:\\x', 'C:\\"x']);
});

test('numbers stand for ids that were texts', async t => {
  t.deepEqual(await idsOf('[1, 2, {"id": 3}]'), ['1', '2', '3']);
});

test('short lists are read whole', async t => {
  t.deepEqual(await idsOf('1'), ['1']);
  t.deepEqual(await idsOf('ab'), ['ab']);
  t.deepEqual(await idsOf(Buffer.from('1', 'utf16le')), ['1']);
  t.deepEqual(await idsOf(''), []);
  t.deepEqual(await idsOf('[]'), []);
});

test('ids that anybody makes up come back from every form', async t => {
  const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => text.trim() === text);
  const form = fc.constantFrom(...Object.entries(FORMS));
  await fc.assert(
    fc.asyncProperty(fc.array(id, { minLength: 1, maxLength: 5 }), form, async (ids, [, write]) => {
      t.deepEqual(await idsOf(write(ids)), ids);
    }),
    { numRuns: 200 },
  );
});

test('blanks before a list are passed over, however many', async t => {
  const blanks = ' \n'.repeat(400_000);
  t.deepEqual(await idsOf(`${blanks}["a"]`), ['a']);
  t.deepEqual(await idsOf(`${blanks}a\n`), ['a']);
  await t.throwsAsync(idsOf(`${blanks}a\n{"id"\n`), { message: /, line 400002: not valid JSON/ });
});

const ERRORS: [
  what: string,
  content: string | Buffer | undefined,
  code: string,
  message: RegExp,
][] = [
  ['a missing file', undefined, 'INPUT_MISSING', /no such file/],
  ['a broken record', 'a\n{"id":\n', 'INPUT_SYNTAX', /, line 2: not valid JSON/],
  ['a record without id', '\n{"ID":"a"}\n', 'INPUT_FORMAT', /, line 2: has no id; expected an id/],
  ['an id that is null', '{"id":null}\n', 'INPUT_FORMAT', /, line 1: has no id/],
  ['an id that is no integer', '[0.5]', 'INPUT_FORMAT', /, entry 0: has no id/],
  ['an empty id', 'id,x\na,1\n,2\n', 'INPUT_FORMAT', /, line 3: has no id/],
  ['a row that is too short', 'x,id\n1,a\n2\n', 'INPUT_FORMAT', /, line 3: has no id/],
  ['an array without end', '["a",\n"b"\n', 'INPUT_TRUNCATED', /its JSON array, at byte/],
  ['a list that Python has printed', "['a', 'b']", 'INPUT_SYNTAX', /not valid JSON at byte 1/],
  ['a quotation mark without end', '"a\nb\n', 'INPUT_SYNTAX', /, line 1: a quotation mark/],
  ['such a one in a table', 'id,x\na,1\nb,"\nc,2\n', 'INPUT_SYNTAX', /, line 3: a quotation mark/],
  ['several fields without a head', '"a","b"\n', 'INPUT_FORMAT', /, line 1: holds several fields/],
  ['bytes that are no text', Buffer.from([97, 98, 99, 0xff]), 'INPUT_NOT_UTF8', /at byte 3/],
  ['half of UTF-16', Buffer.from([0xff, 0xfe, 0x41]), 'INPUT_NOT_UTF8', /UTF-16/],
  ['a cut gzip file', gzipSync('abc\n').subarray(0, 15), 'INPUT_TRUNCATED', /gzip/],
  ['an empty file', '', 'INPUT_FORMAT', /: is empty; expected the ids/],
  ['a file of blanks', '\n \n', 'INPUT_FORMAT', /: is empty/],
  ['an empty array', '[]', 'INPUT_FORMAT', /: is empty/],
  ['a table without rows', 'id,x\n', 'INPUT_FORMAT', /: is empty/],
];

for (const [what, content, code, message] of ERRORS) {
  test(`${what} is ${code}`, async t => {
    const path = content === undefined ? join(folder, 'none') : fileOf(content);
    await t.throwsAsync(idList(path), { code, message });
  });
}

test('an id counts once, and is met or not', async t => {
  const path = fileOf('b\na\nb\nc\n');
  const ids = await idList(path);
  t.deepEqual([...ids.all()].sort(), ['a', 'b', 'c']);
  const warnings: string[] = [];
  const settle = () => ids.settle('no question', message => warnings.push(message));
  t.false(ids.meet('x'));
  t.throws(settle, {
    code: 'IDS_UNMATCHED',
    message: `${path}: 3 of 3 ids match no question, such as "b"; give ids as the input has them`,
  });
  t.true(ids.meet('b'));
  t.true(ids.meet('b'));
  settle();
  t.deepEqual(warnings, [`${path}: 2 of 3 ids match no question, such as "a"`]);
  ids.meet('a');
  ids.meet('c');
  settle();
  t.is(warnings.length, 1);
  await ids.close();
  await ids.close();
});
