import test from 'ava';
import fc from 'fast-check';
import { JsonCursor } from '../../../lib/tokenize/vocabulary/json-cursor.js';
import { MergeReader } from '../../../lib/tokenize/vocabulary/merge-reader.js';

const side = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const withoutBlank = side.map(text => text.replaceAll(' ', '_'));

/** Reads the elements of an array of merges. */
function readAll(json: string): [string, string][] {
  const cursor = new JsonCursor(Buffer.from(json));
  const reader = new MergeReader(cursor);
  const merges: [string, string][] = [];
  cursor.array(() => {
    reader.read();
    const { bytes, middle, end } = reader;
    const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString();
    merges.push([text(0, middle), text(middle, end)]);
  });
  return merges;
}

/** All that is not ASCII written as an escape. */
const escaped = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

test('merges are read as pairs, blanks in them and all', t => {
  fc.assert(
    fc.property(fc.array(fc.tuple(side, side)), merges => {
      t.deepEqual(readAll(JSON.stringify(merges)), merges);
      t.deepEqual(readAll(escaped(JSON.stringify(merges, null, 2))), merges);
    }),
  );
});

test('merges are read as two sides with a blank between', t => {
  fc.assert(
    fc.property(fc.array(fc.tuple(withoutBlank, side)), merges => {
      const strings = merges.map(merge => merge.join(' '));
      t.deepEqual(readAll(JSON.stringify(strings)), merges);
      t.deepEqual(readAll(escaped(JSON.stringify(strings, null, '\t'))), merges);
    }),
  );
});

test('a side that there is no room for fills all of it', t => {
  for (const merge of [
    ['a'.repeat(5000), 'b'],
    ['a', 'b'.repeat(5000)],
  ]) {
    const reader = new MergeReader(new JsonCursor(Buffer.from(JSON.stringify(merge))));
    reader.read();
    t.is(reader.end, reader.bytes.length);
  }
});

for (const json of [
  '["ab", "c d"]',
  '[["a"]]',
  '[["a" "b"]]',
  '[["a", "b", "c"]]',
  '["a b',
  '[1]',
]) {
  test(`malformed: ${json}`, t => {
    t.throws(() => readAll(json), { instanceOf: SyntaxError });
  });
}
