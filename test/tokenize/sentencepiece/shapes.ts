import { BYTES, CONTROLS, type MadeModel, type MadePiece, ranked, UNKNOWN } from './made-model.js';

const CHARACTERS = [...'▁abcdeth.,\n12é中'];

/** Merges within words, across them, of blanks and of what is no letter. */
const MERGED = [
  ...['th', '▁t', '▁th', 'the', '▁the', 'ab', 'bc', 'abc', '▁a', '▁ab', 'cd', 'abcd', '..', '...'],
  ...[
    '▁▁',
    '▁▁▁▁',
    '▁▁▁',
    '12',
    'é中',
    '中中',
    'a▁',
    'e▁t',
    '\n\n',
    '.\n',
    ',▁',
    'dd',
    'ddd',
    'dddd',
  ],
];
const normal = ranked([...MERGED, ...CHARACTERS]);

const own = (...contents: string[]): MadePiece[] =>
  contents.map(piece => ({ piece, type: 'userDefined' }));

/** The vocabulary without what crosses words, so that words count alone. */
const words = normal.filter(({ piece }) => !/.▁/u.test(piece) || /^▁+$/u.test(piece));
const bytesFirst = [UNKNOWN, ...CONTROLS, ...BYTES];

/** Models whose rules are known here. */
export const KNOWN: Readonly<Record<string, MadeModel>> = {
  'Llama 2': { pieces: [...bytesFirst, ...words], byteFallback: true },
  'Gemma, with pieces of its own': {
    pieces: [...bytesFirst, ...own('▁▁', '▁▁▁', '\n', '<x>', 'ab', 'b c', 'é'), ...words].filter(
      ({ piece, type }, i, all) => type || !all.slice(0, i).some(other => other.piece === piece),
    ),
    byteFallback: true,
    addsBlank: false,
  },
  'pieces across words': { pieces: [...bytesFirst, ...normal], byteFallback: true },
  'pieces across words, no blank before': {
    pieces: [...bytesFirst, ...normal],
    byteFallback: true,
    addsBlank: false,
  },
  'unknown characters': { pieces: [UNKNOWN, ...CONTROLS, ...words] },
  'unknown characters, no blank before': {
    pieces: [UNKNOWN, ...CONTROLS, ...own('<x>', '▁▁'), ...words.filter(p => p.piece !== '▁▁')],
    addsBlank: false,
  },
  'blanks squeezed': {
    pieces: [...bytesFirst, ...own('<x>', 'a▁b'), ...words],
    byteFallback: true,
    squeezesBlanks: true,
  },
  'blanks squeezed, none before': {
    pieces: [UNKNOWN, ...words],
    squeezesBlanks: true,
    addsBlank: false,
  },
  'a blank behind': { pieces: [UNKNOWN, ...normal], blankAsSuffix: true },
  'a blank behind, squeezed': {
    pieces: [UNKNOWN, ...normal],
    blankAsSuffix: true,
    squeezesBlanks: true,
  },
  'equal scores': {
    pieces: [
      ...bytesFirst,
      ...words.map(({ piece, score = 0 }) => ({ piece, score: Math.ceil(score / 6) })),
    ],
    byteFallback: true,
  },
  'one score for all': {
    pieces: [...bytesFirst, ...normal.map(({ piece }) => ({ piece }))],
    byteFallback: true,
  },
};

/** What the models are tried on of which the library counts every text whole. */
export const FOREIGN_TEXTS = ['the ab', '  xy é\n', '<s>aba'];

/**
 * Those models, what is said to be unknown, and the counts of the texts as Debian's SentencePiece
 * 0.1.97 gives them.
 */
export const FOREIGN: Readonly<Record<string, [MadeModel, RegExp, number[]]>> = {
  Unigram: [
    { pieces: [UNKNOWN, ...normal], modelType: 'unigram' },
    /^its model unigram$/,
    [2, 5, 4],
  ],
  'Unigram with bytes': [
    { pieces: [...bytesFirst, ...normal], modelType: 'unigram', byteFallback: true },
    /^its model unigram$/,
    [2, 6, 6],
  ],
  words: [{ pieces: [UNKNOWN, ...normal], modelType: 'word' }, /^its model word$/, [2, 3, 1]],
  characters: [{ pieces: [UNKNOWN, ...normal], modelType: 'char' }, /^its model char$/, [7, 7, 5]],
  'blanks kept': [
    { pieces: [UNKNOWN, ...normal, { piece: ' ' }], escapesBlanks: false },
    /^its blanks/,
    [4, 7, 4],
  ],
  'an unused piece': [
    { pieces: [UNKNOWN, ...normal, { piece: 'aba', type: 'unused', score: 1 }] },
    /of type 5$/,
    [2, 5, 4],
  ],
  'a merge of characters that are none': [
    { pieces: [UNKNOWN, ...normal, { piece: 'xy', score: 1 }] },
    /characters that are none/,
    [2, 5, 4],
  ],
  'a name that is reserved': [
    { pieces: [UNKNOWN, ...CONTROLS, ...normal, { piece: '<s>', score: 1 }] },
    /reserved/,
    [2, 5, 4],
  ],
  'no piece for a blank': [
    { pieces: [UNKNOWN, ...normal.filter(({ piece }) => !piece.includes('▁'))] },
    /lack of a blank/,
    [4, 3, 3],
  ],
  'a piece of its own with a blank, squeezed': [
    { pieces: [UNKNOWN, ...own('a b'), ...normal], squeezesBlanks: true },
    /blanks are squeezed/,
    [2, 5, 4],
  ],
};
