import { addedToken, byteAlphabet, byteLevelModel, splitThenBytes } from '../byte-level.js';

/*
 * Small `tokenizer.json` files, one for every component that the Rust `tokenizers` 0.23 has and for
 * what its settings change. What they count is left to that library: they are made so that a
 * component that is read wrongly, or left out, changes counts.
 */

type Json = Record<string, unknown>;

const gpt2 = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

const ids = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));

const hexBytes = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDE0123456789.,'!-()é中文ıßäöü½²"];

const bytes = byteLevelModel([
  ['a', 'b'],
  ['Ġ', 'a'],
  ['Ġa', 'b'],
  ['1', '2'],
  ['.', '.'],
  ['Ġ', 'Ġ'],
  ['Ċ', 'Ċ'],
  ['t', 'h'],
  ['th', 'e'],
  ['Ġ', 'the'],
  ['Ã', '©'],
  ['ab', '1'],
]);

/** As GPT-NeoX has it: without C0, C1 and F5 to FF. */
function withoutForbidden(vocab: Record<string, number>): Record<string, number> {
  const forbidden = new Set([0xc0, 0xc1, ...Array.from({ length: 11 }, (_, i) => 0xf5 + i)]);
  const characters = byteAlphabet();
  const isForbidden = (token: string): boolean =>
    token.length === 1 && forbidden.has(characters.indexOf(token));
  return Object.fromEntries(Object.entries(vocab).filter(([token]) => !isForbidden(token)));
}

/** As SentencePiece has it: pieces that may hold a word's start anywhere. */
const pieces: Json = {
  type: 'BPE',
  unk_token: '<unk>',
  fuse_unk: true,
  byte_fallback: true,
  vocab: ids([
    ...['<unk>', '<s>', '</s>', ...hexBytes, '▁', ...LETTERS],
    ...['▁a', 'ab', '▁ab', '▁▁', 'th', 'the', '▁the', '12', 'b▁a', '..'],
  ]),
  merges: ['▁ a', 'a b', '▁ ab', '▁ ▁', 't h', 'th e', '▁ the', '1 2', 'b ▁a', '. .'],
};

const wordPiece: Json = {
  type: 'WordPiece',
  unk_token: '[UNK]',
  continuing_subword_prefix: '##',
  max_input_chars_per_word: 20,
  vocab: ids([
    ...['[UNK]', 'the', 'un', '##able', '##s', '▁', 'a', 'ab', '▁a', 'Ġa', 'the cat', '.', ' '],
    ...LETTERS,
    ...LETTERS.map(letter => `##${letter}`),
  ]),
};

const wordLevel: Json = {
  type: 'WordLevel',
  unk_token: '[UNK]',
  vocab: ids(['[UNK]', 'the', 'a', 'ab', '.', '12']),
};

const unigram: Json = {
  type: 'Unigram',
  unk_id: 0,
  byte_fallback: false,
  vocab: [
    ['<unk>', 0],
    ...LETTERS.map((letter, i) => [letter, -6 - i / 100]),
    ...['▁', 'ab', '▁a', '▁the', 'the', '12', '..', 'b▁a'].map((piece, i) => [piece, -4 - i / 10]),
  ],
};

const unigramBytes: Json = {
  ...unigram,
  byte_fallback: true,
  vocab: [...(unigram.vocab as unknown[]), ...hexBytes.map(byte => [byte, -20])],
};

const metaspace = (prepend_scheme: string, split: boolean): Json => ({
  type: 'Metaspace',
  replacement: '▁',
  prepend_scheme,
  split,
});

const BEHAVIORS = ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'];

const sequence = (...pretokenizers: Json[]): Json => ({ type: 'Sequence', pretokenizers });
const normalizers = (...steps: Json[]): Json => ({ type: 'Sequence', normalizers: steps });

const spaces = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
const bert = {
  type: 'BertNormalizer',
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
};

const NORMALIZERS: Record<string, Json> = {
  BertNormalizer: bert,
  'BertNormalizer, cased': { ...bert, lowercase: false, strip_accents: false },
  'BertNormalizer, accents only': {
    ...bert,
    clean_text: false,
    lowercase: false,
    strip_accents: true,
  },
  Strip: { type: 'Strip', strip_left: true, strip_right: true },
  'Strip, right': { type: 'Strip', strip_left: false, strip_right: true },
  'NFD, StripAccents': normalizers({ type: 'NFD' }, { type: 'StripAccents' }),
  StripAccents: { type: 'StripAccents' },
  NFC: { type: 'NFC' },
  NFD: { type: 'NFD' },
  NFKC: { type: 'NFKC' },
  NFKD: { type: 'NFKD' },
  Lowercase: { type: 'Lowercase' },
  Nmt: { type: 'Nmt' },
  Prepend: { type: 'Prepend', prepend: '▁' },
  Replace: spaces,
  'Replace, expression': { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
  'Prepend, Replace': normalizers({ type: 'Prepend', prepend: '▁' }, spaces),
  'ByteLevel normalizer': { type: 'ByteLevel' },
};

const PRETOKENIZERS: Record<string, Json> = {
  BertPreTokenizer: { type: 'BertPreTokenizer' },
  Whitespace: { type: 'Whitespace' },
  WhitespaceSplit: { type: 'WhitespaceSplit' },
  CharDelimiterSplit: { type: 'CharDelimiterSplit', delimiter: 'a' },
  UnicodeScripts: { type: 'UnicodeScripts' },
  Digits: { type: 'Digits', individual_digits: false },
  'Digits, each': { type: 'Digits', individual_digits: true },
  FixedLength: { type: 'FixedLength', length: 3 },
  'Metaspace, always': metaspace('always', true),
  'Metaspace, first': metaspace('first', true),
  'Metaspace, never': metaspace('never', true),
  'Metaspace, whole': metaspace('always', false),
  'Digits, WhitespaceSplit': sequence(
    { type: 'Digits', individual_digits: true },
    { type: 'WhitespaceSplit' },
  ),
  'WhitespaceSplit, Metaspace': sequence({ type: 'WhitespaceSplit' }, metaspace('always', true)),
  'Punctuation, WhitespaceSplit': sequence(
    { type: 'Punctuation', behavior: 'Isolated' },
    { type: 'WhitespaceSplit' },
  ),
  ...Object.fromEntries(
    BEHAVIORS.flatMap(behavior => [
      [`Punctuation, ${behavior}`, { type: 'Punctuation', behavior }],
      ...[false, true].map(invert => [
        `Split, ${behavior}, ${invert ? 'inverted' : 'plain'}`,
        { type: 'Split', pattern: { Regex: '\\s+|\\p{N}' }, behavior, invert },
      ]),
    ]),
  ),
  'Split by a string': {
    type: 'Split',
    pattern: { String: ' a' },
    behavior: 'MergedWithPrevious',
    invert: false,
  },
};

const BYTE_LEVEL: Record<string, Json> = {
  'ByteLevel with a prefix blank': { ...gpt2, add_prefix_space: true },
  'ByteLevel without expression': { ...gpt2, use_regex: false },
  'Digits before ByteLevel': sequence({ type: 'Digits', individual_digits: true }, gpt2),
  'Digits after ByteLevel': sequence(gpt2, { type: 'Digits', individual_digits: false }),
  'Punctuation before ByteLevel': sequence({ type: 'Punctuation', behavior: 'Contiguous' }, gpt2),
  'an unknown expression': splitThenBytes('\\p{L}+|\\p{N}|\\s+|.'),
};

const MODELS: Record<string, Json> = {
  pieces: { model: pieces, normalizer: normalizers({ type: 'Prepend', prepend: '▁' }, spaces) },
  'pieces behind Replace': { model: pieces, normalizer: spaces },
  'pieces behind Replace, Split': {
    model: pieces,
    normalizer: spaces,
    pre_tokenizer: {
      type: 'Split',
      pattern: { String: ' ' },
      behavior: 'MergedWithPrevious',
      invert: false,
    },
  },
  'pieces behind Metaspace, always': { model: pieces, pre_tokenizer: metaspace('always', false) },
  'pieces behind Metaspace, never': { model: pieces, pre_tokenizer: metaspace('never', false) },
  ...Object.fromEntries(
    ['always', 'first', 'never'].map(scheme => [
      `pieces behind Metaspace, ${scheme}, added tokens`,
      {
        model: pieces,
        pre_tokenizer: metaspace(scheme, false),
        added_tokens: ['<x>', 'the', ' a', '\u2581\u2581', 'b', '\n\n'].map((content, i) =>
          addedToken(content, 900 + i, false),
        ),
      },
    ]),
  ),
  'pieces behind Prepend, Replace, added tokens': {
    model: pieces,
    normalizer: normalizers({ type: 'Prepend', prepend: '\u2581' }, spaces),
    added_tokens: ['<x>', 'the', ' a'].map((content, i) => addedToken(content, 900 + i, false)),
  },
  'pieces behind Replace, a normalized added token': {
    model: pieces,
    normalizer: spaces,
    added_tokens: [addedToken('a b', 900, true)],
  },
  'pieces that join a byte': {
    model: {
      ...pieces,
      vocab: ids([...Object.keys(pieces.vocab as object), 'a<0x0A>']),
      merges: [...(pieces.merges as string[]), 'a <0x0A>'],
    },
    normalizer: spaces,
  },
  'pieces behind Metaspace': { model: pieces, pre_tokenizer: metaspace('first', false) },
  'pieces, each unknown one': { model: { ...pieces, byte_fallback: false, fuse_unk: false } },
  'pieces, unknown ones fused': { model: { ...pieces, byte_fallback: false } },
  'pieces without unknown': { model: { ...pieces, byte_fallback: false, unk_token: null } },
  'pieces, ignore_merges': { model: { ...pieces, ignore_merges: true } },
  'pieces with a suffix': {
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      end_of_word_suffix: '</w>',
      vocab: ids(['<unk>', ...LETTERS, ...LETTERS.map(c => `${c}</w>`), 'ab</w>', 'ab']),
      merges: ['a b</w>', 'a b'],
    },
    pre_tokenizer: { type: 'Whitespace' },
  },
  'pieces with a prefix': {
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      continuing_subword_prefix: '##',
      vocab: ids(['<unk>', ...LETTERS, ...LETTERS.map(c => `##${c}`), 'ab', '##ab']),
      merges: ['a ##b', '##a ##b'],
    },
    pre_tokenizer: { type: 'Whitespace' },
  },
  'bytes that UTF-8 has, NFC': {
    model: { ...bytes, vocab: withoutForbidden(bytes.vocab as Record<string, number>) },
    pre_tokenizer: gpt2,
    normalizer: { type: 'NFC' },
    added_tokens: ['  ', '   ', '    '].map((content, i) => addedToken(content, 900 + i, true)),
  },
  'no dropout': { model: { ...bytes, dropout: 0 }, pre_tokenizer: gpt2 },
  'bytes, ignore_merges': { model: { ...bytes, ignore_merges: true }, pre_tokenizer: gpt2 },
  Unigram: { model: unigram, pre_tokenizer: metaspace('always', true) },
  'Unigram, bytes': { model: unigramBytes, pre_tokenizer: metaspace('always', true) },
  'Unigram, whole': { model: unigram },
  WordLevel: { model: wordLevel, pre_tokenizer: { type: 'Whitespace' } },
};

/** Tokens whose ends are words, blanks, signs and what a normalizer changes. */
const CONTENTS = ['<x>', 'the', ' a', 'É', 'ab 12'];

const added: Record<string, Json> = Object.fromEntries(
  Array.from({ length: 32 }, (_, bits) => {
    const [lstrip, rstrip, single_word, normalized, special] = [1, 2, 4, 8, 16].map(
      bit => (bits & bit) !== 0,
    );
    const flags = { lstrip, rstrip, single_word, normalized, special };
    const said = Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []));
    const tokens = CONTENTS.map((content, i) => ({
      ...addedToken(content, 900 + i, false),
      ...flags,
    }));
    return [`added tokens: ${said.join(', ') || 'plain'}`, tokens];
  }).flatMap(([name, added_tokens]) => [
    [name, { model: bytes, pre_tokenizer: gpt2, added_tokens }],
    [
      `${name}; lower case`,
      { model: bytes, pre_tokenizer: gpt2, normalizer: { type: 'Lowercase' }, added_tokens },
    ],
    [
      `${name}; NFC`,
      { model: bytes, pre_tokenizer: gpt2, normalizer: { type: 'NFC' }, added_tokens },
    ],
  ]),
);

const limits: Record<string, Json> = {
  'truncation and padding': {
    model: wordPiece,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    truncation: { direction: 'Right', max_length: 4, strategy: 'LongestFirst', stride: 0 },
    padding: {
      strategy: { Fixed: 16 },
      direction: 'Right',
      pad_to_multiple_of: null,
      pad_id: 0,
      pad_type_id: 0,
      pad_token: '[UNK]',
    },
  },
  'special tokens around': {
    model: wordPiece,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[UNK]', 0], cls: ['[UNK]', 0] },
  },
};

const each = (
  table: Record<string, Json>,
  make: (component: Json) => [string, Json][],
): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, component]) =>
      make(component).map(([model, json]) => [`${name}, ${model}`, json]),
    ),
  );

/** By what they are, as their file says it. */
export const SHAPES: Readonly<Record<string, Json>> = {
  ...each(NORMALIZERS, normalizer => [
    ['WordPiece', { model: wordPiece, normalizer, pre_tokenizer: { type: 'BertPreTokenizer' } }],
    ['Unigram', { model: unigramBytes, normalizer }],
    ['bytes', { model: bytes, normalizer, pre_tokenizer: gpt2 }],
  ]),
  ...each(PRETOKENIZERS, pre_tokenizer => [
    ['WordPiece', { model: wordPiece, pre_tokenizer }],
    ['pieces', { model: pieces, pre_tokenizer }],
  ]),
  ...each(BYTE_LEVEL, pre_tokenizer => [['bytes', { model: bytes, pre_tokenizer }]]),
  ...MODELS,
  ...added,
  ...limits,
};
