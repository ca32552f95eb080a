import test from 'ava';
import { digitsPreTokenizer, Tokenizer } from 'tokenizers';
import { classTable } from '../../../lib/tokenize/splitting/characters.js';
import { numbers, numeric, ranges } from '../../../lib/tokenize/splitting/runs.js';
import { byteLevelModel, madeJson } from '../byte-level.js';
import { split } from './library-cuts.js';

/** Code points that are looked at together. */
const BLOCK = 0x4000;

/** All characters of Unicode, in blocks. */
function* blocks(): Generator<string[]> {
  for (let from = 0; from < 0x110000; from += BLOCK) {
    const codePoints = Array.from({ length: BLOCK }, (_, i) => from + i);
    const whole = codePoints.filter(codePoint => codePoint < 0xd800 || codePoint >= 0xe000);
    if (whole.length > 0) yield whole.map(codePoint => String.fromCodePoint(codePoint));
  }
}

/** What the Rust library leaves of a text where it keeps only what an expression matches. */
function matcher(Regex: string): (text: string) => Promise<string> {
  const pretokenizers = [
    { ...split(Regex), behavior: 'Removed', invert: true },
    { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
  ];
  const tokenizer = Tokenizer.fromString(
    madeJson({ model: byteLevelModel([]), pre_tokenizer: { type: 'Sequence', pretokenizers } }),
  );
  return async text => {
    const encoding = await tokenizer.encode(text, null, { addSpecialTokens: false });
    // The number of a byte's token is the byte.
    return Buffer.from(encoding.getIds()).toString('utf8');
  };
}

const neither = { O: 0, P: 0, A: 0, U: 0, L: 0, M: 0, N: 0, S: 0, B: 0 };

const SETS: [pattern: string, set: Uint8Array][] = [
  ['\\p{N}', numbers()],
  ['[\\p{P}\\p{S}]', classTable({ ...neither, P: 1 })],
  ['[\\p{L}\\p{M}]', classTable({ ...neither, A: 1, U: 1, L: 1, M: 1 })],
  ['[^\\r\\n\\p{L}\\p{P}\\p{S}]', classTable({ ...neither, O: 1, M: 1, N: 1, S: 1 })],
  ['[一-龥\u3040-ゟ゠-ヿ]', ranges(['\u3040', 'ヿ'], ['一', '龥'])],
];

for (const [pattern, set] of SETS) {
  test(`every code point is in ${pattern} if it is for the Rust library`, async t => {
    const match = matcher(pattern);
    for (const characters of blocks()) {
      const expected = characters.filter(character => set[character.codePointAt(0)!] === 1);
      t.true((await match(characters.join(''))) === expected.join(''), characters[0]);
    }
  });
}

test('every code point is numeric if it is for the pre-tokenizer Digits', t => {
  const set = numeric();
  const digits = digitsPreTokenizer(true);
  let found = 0;
  for (const characters of blocks()) {
    // Between letters, only what is numeric stands alone.
    const pieces = digits.preTokenizeString(`aa${characters.join('aa')}aa`);
    const alone = pieces.flatMap(([piece]) => ([...piece].length === 1 ? [piece] : []));
    const expected = characters.filter(character => set[character.codePointAt(0)!] === 1);
    t.deepEqual(alone, expected, characters[0]);
    found += alone.length;
  }
  t.true(found > 1900);
});
