import fc from 'fast-check';

const WORDS = [
  ...['He', 'she', 'Dr.', 'J.', '3.5', '1985.', 'lamp', 'sea.', 'Yes!', '"No."', 'why?', 'etc.'],
  ...['日本語', '東京。', '“好。”', '他说，', 'Москва.', '🎸', '# Head', '-', 'the.one', '…'],
];
const JOINTS = [' ', ' ', ' ', ' ', '\n', '  ', '\r\n', '\n\n', '\n \n', '\t', '', '\u00a0'];
const RARE = [
  ' '.repeat(80),
  '\n'.repeat(300),
  'x'.repeat(2500),
  'ab '.repeat(900),
  '🎸'.repeat(1100),
];

const piece = fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...JOINTS)).map(p => p.join(''));

/** Texts as people have them in their folders, and such as are none. */
export const anyText = fc.oneof(
  fc.array(piece, { maxLength: 400 }).map(pieces => pieces.join('')),
  fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: piece },
        { weight: 1, arbitrary: fc.constantFrom(...RARE) },
      ),
      {
        maxLength: 200,
      },
    )
    .map(pieces => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 3000 }),
);

/** A text without its white space. */
export const ink = (text: string): string => text.replace(/\s+/g, '');
