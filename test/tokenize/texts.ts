import fc from 'fast-check';

/** What has gone wrong in tokenizers before, or sits at the edge of a rule. */
const EDGES = [
  ...[' ', '  ', '   ', '\n', '\n\n', '\r\n', '\r', '\t', '\v', '\u00a0', '\u0085', '\u2028'],
  ...['\u3000', '\ufeff', '\u200b', '\u180e', '/', '//', '(', '((', '.', '...', '—', '_', '$'],
  ...["'", "''", "'s", "'S", "'\u017f", "'T", "'rE", "'Ll", "'LL", "'ve", "'D", "'M", '\u2019s'],
  ...['a', 'B', 'abc', 'ABC', 'Ab', 'aB', 'é', 'e\u0301', 'ß', 'ǅ', 'ʰ', 'ª', 'K', 'ŉ', 'ﬆ', 'ﬅ'],
  ...['\u0301', '\u0316', '\u093f', '\u0e31', '\u0345', 'क\u093f', '中', '文字', '한', '\u1112'],
  ...['\u1161', '\u11ab', '1', '12', '1234', '²', '½', 'Ⅷ', '٣٤', '१२', '𝟙𝟚', '😀', '👩‍👩‍👧', '🇫🇷'],
  ...['𝒜', '𐐀', '𐐨', '\ud800', '\udc00', '<|im_start|>', '<|im_end|>', '</think>', '<|eot_id|>'],
  ...['<|endoftext|>', '<|im_', 'end|>', 'Document 3:\n', '{"', '": "', '"}.', '\n{'],
];

/** Where tables of Unicode differ, between versions and between languages. */
const DISPUTED = [
  ...['\u1df9', '\u{1e133}', '\u0c04', '\ua7f3', '\ua7cf', '\u0e38', '\u{105d2}\u0307', '\u088f'],
  ...['\u2460', '\u2177', '\u3007', '\u{1d7ce}', '\u0663', '\u00bc', '\u4e00', '\uff11', '\u2028'],
  ...['\u0130', '\u1e9e', '\u03a3', '\u01c5', '\u212b', '\ufb01', '\u0344', '\u0958', '\ufdfa'],
  ...['\u30fb', '\u309b', '\u3098', 'カナ', '\u9fa5', '\u9fa6', '\u{11de0}', '\u{16ff4}', '$a'],
  ...['\0', '\u0007', '\u00ad', '\u200d', '\u2060', '\ufffd', '\u2581', '\u2581a', '\u{e0001}'],
  ...[
    '``',
    "''",
    '<x>',
    '<s>',
    '</s>',
    '[MASK]',
    '<mask>',
    '<extra_id_1>',
    '<unk>',
    '[UNK]',
    '\u{10ffff}',
  ],
];

/** Text over the whole of Unicode, edges first. */
export const anyText = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...EDGES) },
      { weight: 2, arbitrary: fc.constantFrom(...DISPUTED) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 16 },
  )
  .map(parts => parts.join(''));

const uuid = fc.uuid();

/** A prompt as this project renders it: passages, and pairs of UUIDs between them. */
export const promptText = fc
  .array(fc.tuple(fc.lorem({ maxCount: 3, mode: 'sentences' }), uuid, uuid), { maxLength: 5 })
  .map(parts =>
    parts
      .map(([text, key, value], i) => {
        const pair = JSON.stringify({ [key]: i % 2 ? value : `Who wrote "${text}"?` });
        return `Document ${i}:\nTitle (${i})\n${text}\n${pair}.`;
      })
      .join('\n\n'),
  );
