import fc from 'fast-check';
import { classOf, isLetter, MARK, NUMBER } from '../../lib/tokenize/splitting/characters.js';
import { nfc } from '../../lib/tokenize/splitting/normalize.js';

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

/** Text over the whole of Unicode, edges first. */
export const anyText = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...EDGES) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 16 },
  )
  .map(parts => parts.join(''))
  .filter(agreesWithNode);

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

/**
 * Whether Node and the Rust libraries read the text alike, so that the JavaScript library can be
 * the judge: Node's Unicode is newer than theirs. Where they differ is in the test of fixed figures.
 */
function agreesWithNode(text: string): boolean {
  const wellFormed = text.toWellFormed();
  return (
    nfc(wellFormed) === wellFormed.normalize('NFC') &&
    [...wellFormed].every(character => {
      const kind = classOf(character.codePointAt(0)!);
      return (
        isLetter(kind) === /\p{L}/u.test(character) &&
        (kind === NUMBER) === /\p{N}/u.test(character) &&
        (kind === MARK) === /\p{M}/u.test(character)
      );
    })
  );
}
