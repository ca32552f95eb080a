import test from 'ava';
import fc from 'fast-check';
import { decodePassage, decodeTokens, encodePassage } from '../../lib/corpus/codec.js';
import { PASSAGE_ID, passageId } from '../../lib/corpus/passage-id.js';

const text = fc.string({ unit: 'grapheme' });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('a passage in bytes is the same passage again', t => {
  fc.assert(
    fc.property(text, text, fc.array(uint32), uint32, (title, body, bounds, tokens) => {
      const passage = { id: passageId(title, body), title, text: body, bounds, tokens };
      const bytes = encodePassage(passage);
      t.deepEqual(decodePassage(bytes), passage);
      t.is(decodeTokens(bytes), tokens);
    }),
  );
});

test('what stands behind a passage in a larger buffer is not read', t => {
  const passage = {
    id: passageId('T', 'X. Y.'),
    title: 'T',
    text: 'X. Y.',
    bounds: [2],
    tokens: 3,
  };
  const bytes = encodePassage(passage);
  // The store hands out its buffer like this.
  const larger = Buffer.concat([bytes, Buffer.from('rest of another')]);
  Object.defineProperty(larger, 'length', { value: bytes.length });
  t.deepEqual(decodePassage(larger), passage);
});

test('the bytes are laid out as they are described', t => {
  const bytes = encodePassage({
    id: '0123456789abcdef',
    title: 'é',
    text: 'A. B.',
    bounds: [2],
    tokens: 7,
  });
  t.is(
    bytes.toString('hex'),
    `07000000${'01000000'}${'02000000'}0123456789abcdef${'02000000'}c3a9412e20422e`,
  );
});

test('an id is the first 16 hex digits of SHA-256 of title, line feed and text', t => {
  // printf 'Title\nText' | sha256sum
  t.is(passageId('Title', 'Text'), '2c21b2810f4dce98');
  t.regex(passageId('', ''), PASSAGE_ID);
  t.not(passageId('a\nb', 'c'), passageId('a', 'c'));
});
