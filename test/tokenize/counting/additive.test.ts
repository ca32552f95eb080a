import test from 'ava';
import fc from 'fast-check';
import { anyText, promptText } from '../texts.js';
import { HF_MODELS, real } from '../tokenizers.js';

/** A text cut in two anywhere, inside surrogate pairs and added tokens too. */
const cut = fc
  .tuple(fc.oneof(anyText, promptText), fc.nat())
  .map(([text, at]): [string, string] => {
    const seam = text.length === 0 ? 0 : at % text.length;
    return [text.slice(0, seam), text.slice(seam)];
  });
const pair = fc.oneof(cut, fc.tuple(anyText, anyText));

const usual: [left: string, right: string][] = [
  ['A passage ends.\n\n', 'Document 3:\n'],
  ['Document 3:\n', 'Title'],
  ['Title\n', '1984 was the year'],
  ['Title\n', 'é is a letter'],
  ['ends here.\n\n', '{"0a1b": "c2d3"}.\n'],
  ['{"0a1b": "c2d3"}.\n', 'He was'],
  ['end of a sentence.', ' He was'],
  ['end of a sentence.', ' {"0a1b": "c2d3"}.'],
  ['{"0a1b": "c2d3"}.', ' 1984 was'],
  ['in 1984', ' he was'],
  ['": "', 'c2d3'],
  ['a word', '\n\nDocument 4:\n'],
];

/** GPT-2's rules are behind its numbers: a line break before a word belongs to neither. */
const LIKE_GPT2 = 'command_r_plus';

for (const name of ['cl100k_base', 'o200k_base', ...HF_MODELS]) {
  if (name === LIKE_GPT2) continue;
  test(`${name}: the usual seams are additive`, async t => {
    const tokenizer = await real(name);
    for (const [left, right] of usual) {
      t.true(tokenizer.additive(left, right), JSON.stringify([left, right]));
    }
  });
}

for (const name of ['cl100k_base', 'o200k_base', 'gpt2', ...HF_MODELS]) {
  test(`${name}: where a seam is said to be additive, the sum is exact`, async t => {
    const tokenizer = await real(name);
    let additive = 0;
    fc.assert(
      fc.property(pair, ([left, right]) => {
        if (left === '' || right === '' || !tokenizer.additive(left, right)) return true;
        additive++;
        return tokenizer.count(left + right) === tokenizer.count(left) + tokenizer.count(right);
      }),
      { numRuns: 4000 },
    );
    t.true(additive > 400, `${additive} of 4000`);
  });
}

for (const name of ['cl100k_base', 'o200k_base', 'gpt2', ...HF_MODELS]) {
  test(`${name}: what lies beyond the reach, blanks apart, decides nothing`, async t => {
    const tokenizer = await real(name);
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const { reach } = tokenizer;
        const blanks = /^[\s\u0085]*/.exec(right)![0].length;
        const near = [left.slice(-reach), right.slice(0, blanks + reach)] as const;
        t.is(tokenizer.additive(...near), tokenizer.additive(left, right));
      }),
      { numRuns: 4000 },
    );
  });
}

test('what crosses a seam is not additive', async t => {
  const qwen = await real('qwen3');
  for (const [left, right] of [
    ['a word', 'ly'],
    ['e', '\u0301'],
    ['a e', '\u0301b'],
    ['\ud83d', '\ude00'],
    ['<|im_start', '|>'],
    ['<', '/think>'],
    ['end.', '\n\n'],
    ['\n', ' \n'],
    ['two  ', 'words'],
    ['(', 'word'],
    ["don'", 't'],
    ['\u1112', '\u1161'],
  ] as const) {
    t.false(qwen.additive(left, right), JSON.stringify([left, right]));
  }
  t.false((await real('o200k_base')).additive('don', "'t"));
  t.false((await real('o200k_base')).additive('x.\n', '/y'));
  t.false((await real('o200k_base')).additive('(\n/😀', 'word'));
  for (const name of ['gpt2', LIKE_GPT2]) {
    t.false((await real(name)).additive('\n\n', 'Document'));
  }
});
