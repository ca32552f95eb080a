import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { toJsonLines } from '../../lib/json/to-lines.js';
import { recordLines } from '../../lib/output/record-lines.js';
import { Piece } from '../../lib/prompt/piece.js';
import { RenderedText } from '../../lib/prompt/rendered-text.js';
import { testLifeCycle } from '../support/stage-life.js';
import { all } from '../support/streams.js';

const linesOf = async (records: readonly object[], lines = recordLines()): Promise<string> =>
  Buffer.concat(await all<Buffer>(Readable.from(records).pipe(lines))).toString();

test('lines are those that plain records become', async t => {
  const record = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(fc.array(record), async records => {
      t.is(await linesOf(records), await linesOf(records, toJsonLines()));
    }),
  );
});

test('a long line neither changes those around it nor is changed by them', async t => {
  const records = ['a', 'é'.repeat(3 << 20), 'b', '\u2028"'.repeat(1 << 20), 'c'].map(text => ({
    text,
  }));
  t.true((await linesOf(records)) === (await linesOf(records, toJsonLines())));
});

test('a text in bytes is written as the string that it would be', async t => {
  const text = 'He said "no",\nthen \u0001 and \u2028 é 😀';
  const rendered = new RenderedText([Piece.of(text), Piece.of(text)]);
  t.is(await linesOf([{ a: 1, rendered }]), await linesOf([{ a: 1, rendered: text + text }]));
});

testLifeCycle<object, Buffer>(test, 'recordLines', {
  make: () => recordLines(),
  input: n => ({ id: n, note: 'x'.repeat(1 << 13) }),
  output: n => n,
  known: bytes =>
    Buffer.concat(bytes)
      .toString()
      .split('\n')
      .slice(0, -1)
      .map(text => (JSON.parse(text) as { id: number }).id),
  failing: {
    input: n => (n < 2 ? { id: n } : { id: 1n }),
    error: { message: 'Do not know how to serialize a BigInt' },
  },
});
