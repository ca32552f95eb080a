import test from 'ava';
import fc from 'fast-check';
import { sentenceBounds } from '../../lib/texts/sentence-bounds.js';
import { windowsOf } from '../../lib/texts/text-windows.js';

/** Words and joints as texts have them, and such as are hard on who looks for sentences. */
const WORDS = [
  ...['He', 'she', 'U.S', 'Dr', 'No', 'J', '3', '1985', '3.5', 'Ph.D', 'É', 'e\u0301tait', 'ß'],
  ...['日本語', '東京。', 'Москва', 'ªº', '🎸', 'e.g', '"Yes', '(so', 'a\u00adb', 'ǅ', 'ﾞ', 'ა'],
  ...['one\u00a0space', '\u200b', '…', '-', '"', '…)', '５', 'ꜱ', 'ʰ'],
];
const ENDS = [
  '',
  '',
  '',
  '.',
  '.',
  '!',
  '?',
  '...',
  '."',
  '.)',
  ',',
  ';',
  '。',
  ' .',
  '. .',
  '.\u0301',
];
const JOINTS = [' ', ' ', ' ', ' ', ' ', '  ', '\n', '\r\n', '\n\n', '\t', '', '\u2028', '\u0085'];

const piece = fc
  .tuple(fc.constantFrom(...WORDS), fc.constantFrom(...ENDS), fc.constantFrom(...JOINTS))
  .map(parts => parts.join(''));
/** Texts of several windows. */
const longText = fc
  .array(piece, { minLength: 30, maxLength: 120 })
  .chain(pieces =>
    fc.shuffledSubarray(pieces, { minLength: pieces.length }).map(again => [pieces, again]),
  )
  .map(parts => Array.from({ length: 9 }, (_, i) => parts[i % 2]!.join('')).join(''));

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** The bounds as the sentences of the whole text give them. */
const boundsOfWhole = (text: string): number[] =>
  sentenceBounds(
    text,
    [...segmenter.segment(text)].map(({ segment }) => segment),
  );

test('a text is the windows that it is cut into, and each of them is short', t => {
  const anything = fc.oneof(
    longText,
    fc.string({ unit: 'binary', minLength: 3000, maxLength: 9000 }),
    fc.constantFrom('\n', ' ', '🎸', 'a', '(', '5 ').map(unit => unit.repeat(6000)),
  );
  fc.assert(
    fc.property(anything, text => {
      let end = 0;
      for (const { start, window } of windowsOf(text)) {
        t.is(start, end);
        t.true(window.length <= 2048);
        end += window.length;
        t.is(window, text.slice(start, end));
      }
      t.is(end, text.length);
    }),
    { numRuns: 50 },
  );
});

test('windows change no bound of a text', t => {
  fc.assert(
    fc.property(longText, text => {
      t.deepEqual(sentenceBounds(text), boundsOfWhole(text));
    }),
    { numRuns: 400 },
  );
});

test('windows change no bound of prose, wherever they are cut', t => {
  const prose =
    'He said: "No. 5 is mine." (It was not.) Mr. J. R. R. Stone, Ph.D., left at 3.5 p.m. on Jan. 5, 1985... Why? Nobody knows! ';
  for (let shift = 0; shift < prose.length; shift++) {
    const text = prose.slice(shift) + prose.repeat(40);
    t.deepEqual(sentenceBounds(text), boundsOfWhole(text));
  }
});

for (const [name, unit] of Object.entries({
  numbers: 'No. 5, ',
  brackets: '(((',
  'full stops': '. ',
  digits: '5. 5 ',
  blanks: ' ',
  'line feeds': '\n',
  marks: 'a\u0301\u0301',
})) {
  test(`a text of nothing but ${name} has the bounds that the whole has`, t => {
    const text = unit.repeat(3000);
    t.deepEqual(sentenceBounds(text), boundsOfWhole(text));
  });
}
