import { Readable } from 'node:stream';
import test from 'ava';
import { parse } from '../../lib/datasets/parse.js';
import { readRecords } from '../../lib/json/read-records.js';
import { readSamples } from '../../lib/json/read-samples.js';
import { readValues } from '../../lib/json/read-values.js';
import { errorOf } from '../datasets/fixtures.js';

const GOOD = '{"id":"g"}';
const PYTHON = /how Python prints values.*json\.dumps/;
const GLUED = /several JSON values one after the other/;

/** What is no record of JSON; `@` stands before the byte that is named. */
const NO_JSON: Record<string, [text: string, says: RegExp]> = {
  NaN: ['{"id":"a","x":@NaN}', /NaN and Infinity are no JSON.*null/],
  'NaN in a list': ['{"id":"a","x":[1, @NaN]}', /NaN and Infinity/],
  Infinity: ['{"id":"a","x":@Infinity}', /NaN and Infinity/],
  '-Infinity': ['{"id":"a","x":-@Infinity}', /NaN and Infinity/],
  'single quotes': ["{@'id': 'a'}", PYTHON],
  None: ['{"id":"a","x":@None}', PYTHON],
  True: ['{"id":"a","x":@True}', PYTHON],
  'a Timestamp': ['{"id":"a","x":@Timestamp("2020")}', PYTHON],
  undefined: ['{"id":"a","x":@undefined}', /undefined is no JSON/],
  'a comma before a brace': ['{"id":"a","x":1,@}', /a comma before the closing bracket/],
  'a comma before a bracket': ['{"id":"a","x":[1,@]}', /a comma before the closing bracket/],
  'a comment': ['{"id":"a",@ // that\t"x":1}', /no comments/],
  'quotes of print': ['{@“id”:"a"}', /those of print/],
  'a key without quotes': ['{@id:"a"}', /key without quotes/],
  'a tab in a text': ['{"id":"@a\tb"}', /control character inside a text/],
  'a zero byte in a text': ['{"id":"@a\0"}', /zero byte/],
  "an escape \\'": ['{"id":"@a\\\'b"}', /no escape of JSON/],
  'two records': ['{"id":"a"}@{"id":"b"}', GLUED],
  'a comma that is missing': ['{"id":"a"@ "x":1}', /comma is missing/],
};

const READERS = {
  parse: () => parse({ file: 'f' }),
  readRecords: () => readRecords({ file: 'f' }),
  readSamples: () => readSamples('f'),
  readValues: () => readValues('f'),
};

const failureOf = (make: () => NodeJS.ReadWriteStream, text: string) =>
  errorOf(Readable.from([Buffer.from(text)]).pipe(make()) as unknown as AsyncIterable<unknown>);

for (const [reader, make] of Object.entries(READERS)) {
  for (const [name, [marked, says]] of Object.entries(NO_JSON)) {
    const text = marked.replace('@', '');
    const at = Buffer.byteLength(marked.slice(0, marked.indexOf('@')));

    test(`${reader}: ${name} in a line is told with line, byte and what was done`, async t => {
      const error = await failureOf(make, `${GOOD}\n\n${text}\n`);
      t.is(error.code, 'INPUT_SYNTAX');
      const [, line, byte] = /at line (\d+) \(byte (\d+)\)/.exec(error.message) ?? [];
      t.is(line, '3');
      // The parser judges a text as a whole, or just before what is wrong in it.
      t.true(Math.abs(Number(byte) - GOOD.length - 2 - at) <= 4, error.message);
      t.regex(error.message, says);
      t.notRegex(error.message, /\n/);
    });

    test(`${reader}: ${name} in an array is told with its byte and what was done`, async t => {
      const error = await failureOf(make, `[${GOOD},${text}]`);
      t.is(error.code, 'INPUT_SYNTAX');
      t.regex(error.message, /at byte \d+/);
      t.regex(error.message, says);
      t.notRegex(error.message, /\n/);
    });
  }
}

/** Inputs that are wrong as a whole. */
const NO_INPUT: Record<string, [text: string, says: RegExp]> = {
  'a record over several lines': ['{\n "id": "a"\n}\n', /cut, or stands over several lines.*jq -c/],
  'a byte order mark inside': [`${GOOD}\n\ufeff${GOOD}\n`, /line 2 .*byte order mark inside/],
  'two arrays': [`[${GOOD}]\n[${GOOD}]`, GLUED],
  'two arrays on a line': [`[${GOOD}][${GOOD}]`, GLUED],
  'records in an array without commas': [`[${GOOD}\n${GOOD}]`, GLUED],
  'an array that ends in a comma': [`[${GOOD},]`, /a comma before the closing bracket/],
  'an array of Python': ["['a']", PYTHON],
  'what Python prints': ["('a', 1)", PYTHON],
  None: ['None', PYTHON],
  CSV: ['id,question,answer\n1,Who?,She\n', /a table, such as CSV/],
  'a table with tabs': ['id\tquestion\n1\tWho?\n', /a table, such as CSV/],
  'UTF-16 without a mark': [Buffer.from(`[${GOOD}]`, 'utf16le').toString(), /UTF-16/],
};

for (const [reader, make] of Object.entries(READERS)) {
  for (const [name, [text, says]] of Object.entries(NO_INPUT)) {
    test(`${reader}: ${name} is told in one line`, async t => {
      const error = await failureOf(make, text);
      t.regex(error.code, /^INPUT_(SYNTAX|FORMAT)$/);
      t.regex(error.message, says);
      t.notRegex(error.message, /\n/);
    });
  }

  for (const [encoding, order, mark] of [
    ['UTF-16', 'little', [0xff, 0xfe]],
    ['UTF-16', 'big', [0xfe, 0xff]],
    ['UTF-32', 'little', [0xff, 0xfe, 0, 0]],
    ['UTF-32', 'big', [0, 0, 0xfe, 0xff]],
  ] as const) {
    test(`${reader}: ${encoding}, ${order} end first, is called so`, async t => {
      const bytes = Buffer.from([...mark, ...Buffer.from(`[${GOOD}]`, 'utf16le')]);
      const error = await errorOf(Readable.from([bytes]).pipe(make()));
      t.is(error.code, 'INPUT_NOT_UTF8');
      const says = `not UTF-8 text at byte 0 but ${encoding}; convert it: iconv -f ${encoding.toLowerCase()} `;
      t.true(error.message.includes(says), error.message);
    });
  }
}

for (const text of ['', ' \n', '\ufeff', '[]', '[ \n]', '{"data":[]}', '{"version":1,"data":[]}']) {
  test(`a dataset without a record does not pass in silence: ${JSON.stringify(text)}`, async t => {
    const error = await failureOf(READERS.parse, text);
    t.is(error.code, 'INPUT_FORMAT');
    t.regex(error.message, /^f: (is empty|holds no record); expected/);
  });
}
