import test from 'ava';
import { addedToken, byteLevelModel, loadMade, splitThenBytes } from './byte-level.js';

const gpt2 = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const model = byteLevelModel([['a', 'b']]);

const words = ['[UNK]', 'the', 'cat', '##s', 'sat', '.', 'un', '##able'];
const wordPiece = {
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};

const bytes = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
const sentencePiece = {
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'Prepend', prepend: '▁' },
      { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    ],
  },
  model: {
    type: 'BPE',
    byte_fallback: true,
    unk_token: '<unk>',
    vocab: Object.fromEntries(
      ['<unk>', ...bytes, '▁', 'a', 'b', '▁a', 'ab'].map((token, id) => [token, id]),
    ),
    merges: ['▁ a', 'a b'],
  },
};

test('a WordPiece tokenizer is counted by the library, and no seam is additive', async t => {
  const tokenizer = await loadMade(wordPiece);
  // the cat ##s sat . un ##able [UNK]
  t.is(tokenizer.count('The cats sat. Unable dogs'), 8);
  t.is(tokenizer.libraryCount('The cats sat. Unable dogs'), 8);
  t.false(tokenizer.additive('the cat\n', 'sat'));
});

test('a BPE with byte fallback is counted by the library, and no seam is additive', async t => {
  const tokenizer = await loadMade(sentencePiece);
  // ▁a b ▁ é (2 bytes) ▁ ab: the rank of ▁a is lower than that of ab
  t.is(tokenizer.count('ab é'), 5);
  t.is(tokenizer.libraryCount('ab é'), 5);
  t.false(tokenizer.additive('ab', ' ab'));
});

const unknown: Record<string, Record<string, unknown>> = {
  'an unknown expression': { model, pre_tokenizer: splitThenBytes('\\p{L}+|\\s+|.') },
  'a prefix blank': { model, pre_tokenizer: { ...gpt2, add_prefix_space: true } },
  'another normalizer': { model, pre_tokenizer: gpt2, normalizer: { type: 'NFD' } },
  'an added token that takes blanks along': {
    model,
    pre_tokenizer: gpt2,
    added_tokens: [{ ...addedToken('<x>', 1000, false), lstrip: true }],
  },
  'a byte without a token': {
    model: { type: 'BPE', unk_token: 'a', vocab: { a: 0, b: 1, ab: 2 }, merges: [['a', 'b']] },
    pre_tokenizer: gpt2,
  },
};

for (const [what, json] of Object.entries(unknown)) {
  test(`a tokenizer with ${what} is left to the library`, async t => {
    const tokenizer = await loadMade(json);
    t.is(tokenizer.count('ab ab é'), tokenizer.libraryCount('ab ab é'));
    t.false(tokenizer.additive('ab', ' ab'));
  });
}
