import test from 'ava';
import fc from 'fast-check';
import {
  decodeTokens,
  encodePassage,
  StoredPassage,
  storedPassage,
} from '../../../lib/corpus/store/codec.js';
import { PASSAGE_ID, passageId } from '../../../lib/corpus/store/passage-id.js';
import { storedAs } from '../../support/passages.js';

const text = fc.string({ unit: 'grapheme' });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const storedOf = (title: string, body: string): StoredPassage =>
  storedAs({ title, text: body, tokens: 1 });

test('a passage in bytes is the same passage again', t => {
  fc.assert(
    fc.property(text, text, fc.array(uint32), uint32, (title, body, bounds, tokens) => {
      const passage = { id: passageId(title, body), title, text: body, bounds, tokens };
      const bytes = encodePassage(passage);
      const stored = new StoredPassage(bytes, true);
      t.deepEqual(stored.toJSON(), { ...passage, supporting: true });
      t.is(stored.body, `${title}\n${body}`);
      t.is(stored.titleLength, title.length);
      t.is(stored.textLength, body.length);
      t.is(stored.hasTitleAndText(), title.trim() !== '' && body.trim() !== '');
      for (const character of ['?', '{', 'a']) {
        t.is(stored.has(character), `${title}${body}`.includes(character));
      }
      t.is(decodeTokens(bytes), tokens);
    }),
  );
});

test('a passage knows what of it JSON writes otherwise', t => {
  const ascii = fc.string({ unit: fc.nat(0x7f).map(code => String.fromCharCode(code)) });
  fc.assert(
    fc.property(fc.oneof(text, ascii), fc.oneof(text, ascii), (title, body) => {
      const stored = storedOf(title, body);
      const escapes = Array.from({ length: stored.escapes }, (_, n) => stored.escapeAt(n));
      const { bytes, titleAt, end } = stored;
      const expected = Array.from({ length: end - titleAt }, (_, i) => titleAt + i).filter(at => {
        const character = String.fromCharCode(bytes[at]!);
        return bytes[at]! < 0x80 && JSON.stringify(character) !== `"${character}"`;
      });
      t.deepEqual(escapes, expected);
    }),
  );
});

test('every character of a text is found in its bytes', t => {
  fc.assert(
    fc.property(text, text, (title, body) => {
      const stored = storedOf(title, body);
      let units = 0;
      for (const character of body) {
        const at = stored.byteAt(units);
        const end = at + Buffer.byteLength(character);
        t.is(stored.bytes.toString('utf8', at, end), character);
        units += character.length;
      }
      t.is(stored.byteAt(units), stored.textEnd);
    }),
  );
});

test('the bytes are laid out as they are described', t => {
  const bytes = encodePassage({
    id: '0123456789abcdef',
    title: 'é',
    text: 'A. B.',
    bounds: [2],
    tokens: 7,
  });
  const numbers = (...values: number[]) => values.map(value => `0${value}000000`).join('');
  t.is(
    bytes.toString('hex'),
    [
      numbers(7, 1, 2, 1, 5),
      '0123456789abcdef',
      numbers(3, 2, 2, 8, 9),
      'c3a90a412e20422e0a0a',
    ].join(''),
  );
});

test('a passage from elsewhere becomes one of the same content', t => {
  const plain = { id: 'of mine', title: 'T', text: 'X.', supporting: true, bounds: [], tokens: 3 };
  const id = passageId('T', 'X.');
  t.deepEqual(storedPassage(plain).toJSON(), { ...plain, id });
  t.deepEqual(storedPassage({ ...plain, drawn: -4 }).toJSON(), { ...plain, id, drawn: -4 });
  const stored = storedPassage(plain);
  t.is(storedPassage(stored), stored);
});

test('an id is the first 16 hex digits of SHA-256 of title, line feed and text', t => {
  // printf 'Title\nText' | sha256sum
  t.is(passageId('Title', 'Text'), '2c21b2810f4dce98');
  t.regex(passageId('', ''), PASSAGE_ID);
  t.not(passageId('a\nb', 'c'), passageId('a', 'c'));
});
