import test from 'ava';
import fc from 'fast-check';
import { addedToken, byteLevelModel, loadMade, splitThenBytes } from '../byte-level.js';
import { anyText } from '../texts.js';

const O200K =
  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const QWEN_3_5 =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** Merges across every bound that the rules draw, so that a wrong cut is a wrong count. */
const merges = [
  ['Ġ', 'Ġ'],
  ['Ġ', 'a'],
  ["'", 's'],
  ['Ċ', 'Ċ'],
  ['.', 'Ċ'],
  ['(', '('],
  ['(', 'a'],
  ['a', 'b'],
  ['ab', 'c'],
  ['Ġa', 'b'],
  ['1', '2'],
  ['Ì', 'ģ'],
  ['a', 'Ì'],
  ['aÌ', 'ģ'],
  ['b', '1'],
  ['/', '/'],
  ['Ċ', '/'],
  ['Ã', '©'],
  ['ĠĠ', 'Ġ'],
] as [string, string][];
const model = byteLevelModel(merges);
const tokens = ['<|x|>', 'a b', '((', '\n(', ' 1', "'s a", 'é'];
const added = tokens.map((content, i) => addedToken(content, 1000 + i, false));
const normalized = tokens.map((content, i) => addedToken(content, 1000 + i, true));
const gpt2 = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

const kinds: Record<string, Record<string, unknown>> = {
  'o200k rules': { model, pre_tokenizer: splitThenBytes(O200K) },
  'Qwen 3.5 rules, NFC': {
    model,
    pre_tokenizer: splitThenBytes(QWEN_3_5),
    normalizer: { type: 'NFC' },
  },
  'GPT-2 rules': { model, pre_tokenizer: gpt2 },
  ignore_merges: { model: { ...model, ignore_merges: true }, pre_tokenizer: gpt2 },
  'merges as strings': {
    model: { ...model, merges: merges.map(merge => merge.join(' ')) },
    pre_tokenizer: gpt2,
  },
  'added tokens': { model, pre_tokenizer: splitThenBytes(QWEN_3_5), added_tokens: added },
  'added tokens, NFC': {
    model,
    pre_tokenizer: splitThenBytes(O200K),
    added_tokens: added,
    normalizer: { type: 'NFC' },
  },
  'normalized added tokens': {
    model,
    pre_tokenizer: splitThenBytes(QWEN_3_5),
    added_tokens: normalized,
    normalizer: { type: 'NFC' },
  },
};

const smallText = fc
  .array(fc.constantFrom(..."ab1(/.' \n\r\té\u0301'sA", ...tokens, '((a', '\n\n', '  ', '12'))
  .map(parts => parts.join(''));
const text = fc.oneof(smallText, anyText);

for (const [kind, json] of Object.entries(kinds)) {
  test(`a made-up tokenizer with ${kind} counts as the library does`, async t => {
    const tokenizer = await loadMade(json);
    fc.assert(
      fc.property(text, text, (left, right) => {
        const both = tokenizer.count(left + right);
        if (both !== tokenizer.libraryCount(left + right)) return false;
        if (left === '' || right === '' || !tokenizer.additive(left, right)) return true;
        return both === tokenizer.count(left) + tokenizer.count(right);
      }),
      { numRuns: 2000 },
    );
    t.true(tokenizer.additive('word', ' x'));
  });
}

test('a merge applies in the order of the list, not by what is in the vocabulary', async t => {
  const tokenizer = await loadMade({ model, pre_tokenizer: gpt2 });
  t.is(tokenizer.count('abc'), 1);
  t.is(tokenizer.count('bc'), 2);
  t.is(tokenizer.count('   '), 1);
  t.is(tokenizer.count('    '), 2);
});

test('white space is that of Unicode, as in Rust', async t => {
  const tokenizer = await loadMade({ model, pre_tokenizer: gpt2 });
  // Figures of the Rust `tokenizers` 0.23.2, given the same file.
  t.is(tokenizer.count('\n\n\ufeff'), 5);
  t.is(tokenizer.count('\n\n\u0085'), 3);
});
