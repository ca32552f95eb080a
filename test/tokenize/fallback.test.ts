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
  t.is(tokenizer.unknown, 'its model WordPiece');
  t.is(tokenizer.count('The cats sat. Unable dogs'), 8);
  t.is(tokenizer.libraryCount('The cats sat. Unable dogs'), 8);
  t.false(tokenizer.additive('the cat\n', 'sat'));
});

test('a BPE with byte fallback and a prefix counts as the library does, and no seam is additive', async t => {
  const tokenizer = await loadMade(sentencePiece);
  // ▁a b ▁ é (2 bytes) ▁ ab: the rank of ▁a is lower than that of ab
  t.is(tokenizer.count('ab é'), 5);
  t.is(tokenizer.libraryCount('ab é'), 5);
  t.false(tokenizer.additive('ab', ' ab'));
});

const unknown: Record<string, Record<string, unknown> & { said: RegExp }> = {
  'an unknown expression': {
    said: /^its pre-tokenizer of Split, ByteLevel$/,
    model,
    pre_tokenizer: splitThenBytes('\\p{L}+|\\s+|.'),
  },
  'a blank before every number': {
    said: /^its pre-tokenizer of Digits, ByteLevel$/,
    model,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Digits', individual_digits: true },
        { ...gpt2, add_prefix_space: true },
      ],
    },
  },
  'another normalizer': {
    said: /^its normalizer NFD$/,
    model,
    pre_tokenizer: gpt2,
    normalizer: { type: 'NFD' },
  },
  'an added token that takes blanks along': {
    said: /^its added token <x> with lstrip/,
    model,
    pre_tokenizer: gpt2,
    added_tokens: [{ ...addedToken('<x>', 1000, false), lstrip: true }],
  },
  'an added token that is normalized and is not': {
    said: /^its added token é, which is there twice$/,
    model,
    pre_tokenizer: gpt2,
    normalizer: { type: 'NFC' },
    added_tokens: [addedToken('é', 1000, false), addedToken('é', 1000, true)],
  },
  'a byte without a token': {
    said: /^its vocabulary, /,
    model: { type: 'BPE', unk_token: 'a', vocab: { a: 0, b: 1, ab: 2 }, merges: [['a', 'b']] },
    pre_tokenizer: gpt2,
  },
};

for (const [what, { said, ...json }] of Object.entries(unknown)) {
  test(`a tokenizer with ${what} is left to the library`, async t => {
    const tokenizer = await loadMade(json);
    t.is(tokenizer.count('ab ab é'), tokenizer.libraryCount('ab ab é'));
    t.false(tokenizer.additive('ab', ' ab'));
    t.regex(tokenizer.unknown ?? '', said);
  });
}

test('a BPE of SentencePiece that replaces blanks and no more has rules of its own', async t => {
  const normalizer = sentencePiece.normalizer.normalizers[1];
  const tokenizer = await loadMade({ ...sentencePiece, normalizer });
  t.is(tokenizer.unknown, undefined);
  t.is(tokenizer.count('ab ab é'), tokenizer.libraryCount('ab ab é'));
  t.true(tokenizer.additive('ab', 'a'));
  t.true(tokenizer.additive('b', ' '));
  t.false(tokenizer.additive('a', 'b'), 'a merge joins them');
  t.false(tokenizer.additive(' ', 'ab'), 'a merge joins them');
});

test('bytes that UTF-8 never has need no token', async t => {
  const { vocab } = model as { vocab: Record<string, number> };
  const without = (byte: string) =>
    Object.fromEntries(Object.entries(vocab).filter(([token]) => token !== byte));
  // GPT-2's alphabet writes FF as itself, and A1 too.
  const never = await loadMade({ model: { ...model, vocab: without('ÿ') }, pre_tokenizer: gpt2 });
  t.is(never.unknown, undefined);
  const ever = await loadMade({ model: { ...model, vocab: without('¡') }, pre_tokenizer: gpt2 });
  t.regex(ever.unknown ?? '', /^its vocabulary/);
});
