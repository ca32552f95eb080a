import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import test from 'ava';
import { modelFolder, real } from './tokenizers.js';

/**
 * Figures of the Rust `tokenizers` 0.23.2 (`encode` with `addSpecialTokens: false`), as printed by
 * it: Qwen 2.5, Qwen 3, Llama 3.1. `differs` marks those that `@huggingface/tokenizers` 0.2 counts
 * otherwise, because Node's `normalize` knows compositions and orders newer than Unicode 9.0.
 */
const figures: { text: string; tokens: [number, number, number]; differs?: string }[] = [
  { text: '\u{105d2}\u0307', tokens: [5, 5, 6], differs: 'composes since Unicode 16' },
  { text: 'a\u07fd\u0316\u0301', tokens: [6, 6, 6], differs: 'ordered since Unicode 11' },
  { text: 'a\u1abf\u0316\u0301', tokens: [7, 7, 7], differs: 'ordered since Unicode 13' },
  { text: 'a\u0301\u07fd', tokens: [3, 3, 4] },
  { text: 'e\u{1e08f}\u0316', tokens: [7, 7, 7] },
  { text: 'x\u088fy', tokens: [5, 5, 5] },
  { text: 'a \ua7cea', tokens: [5, 5, 5] },
  { text: '\u{1e6c0}\u{1e6de}\u{10940}', tokens: [11, 11, 12] },
  { text: '\u{323b0}\u{33479}', tokens: [8, 8, 8] },
  { text: "it'\u017f 'LL 'Re", tokens: [7, 7, 8] },
  { text: 'a\ufeff b\u0085 c', tokens: [6, 6, 5] },
  { text: '<|im_start|>user\nHi<|im_end|>', tokens: [5, 5, 15] },
  { text: 'a\ud800b', tokens: [3, 3, 3] },
  { text: 'e\u0301a\u030a', tokens: [2, 2, 5] },
];

test('counts are those of the Rust library', async t => {
  const tokenizers = await Promise.all(['qwen2_5', 'qwen3', 'llama3_1'].map(real));
  for (const { text, tokens } of figures) {
    t.deepEqual(
      tokenizers.map(tokenizer => tokenizer.count(text)),
      tokens,
      JSON.stringify(text),
    );
  }
});

test('the JavaScript library agrees with Rust where no difference is known', async t => {
  const folder = modelFolder('qwen3');
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const library = new Tokenizer(await read('tokenizer.json'), await read('tokenizer_config.json'));
  for (const { text, tokens, differs } of figures) {
    if (differs !== undefined) continue;
    const { ids } = library.encode(text.toWellFormed(), { add_special_tokens: false });
    t.is(ids.length, tokens[1], JSON.stringify(text));
  }
});
