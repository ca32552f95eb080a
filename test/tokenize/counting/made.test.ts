import test from 'ava';
import fc from 'fast-check';
import { addedToken, byteLevelModel, loadMade, splitThenBytes } from '../byte-level.js';
import { DEEPSEEK_V3, O200K, QWEN_3_5, TEKKEN } from '../splitting/expressions.js';
import { split } from '../splitting/library-cuts.js';
import { anyText } from '../texts.js';

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
  ['.', 'a'],
  ['Ā', 'a'],
  ['1', '1'],
  ['c', '1'],
  ['Ġ', '1'],
  ['1', 'Ġ'],
  ['ä', '¸'],
  ['ä¸', 'Ń'],
  ['a', 'ä'],
  ['Ń', 'a'],
] as [string, string][];
const model = byteLevelModel(merges);
const tokens = ['<|x|>', 'a b', '((', '\n(', ' 1', "'s a", 'é'];
const added = tokens.map((content, i) => addedToken(content, 1000 + i, false));
const normalized = tokens.map((content, i) => addedToken(content, 1000 + i, true));
const gpt2 = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

const bytesOnly = { ...gpt2, use_regex: false };
const digits = (individual_digits: boolean) => ({ type: 'Digits', individual_digits });
const sequence = (...pretokenizers: unknown[]) => ({ type: 'Sequence', pretokenizers });

const kinds: Record<string, Record<string, unknown>> = {
  'o200k rules': { model, pre_tokenizer: splitThenBytes(O200K) },
  'Qwen 3.5 rules, NFC': {
    model,
    pre_tokenizer: splitThenBytes(QWEN_3_5),
    normalizer: { type: 'NFC' },
  },
  'Tekken rules': { model, pre_tokenizer: splitThenBytes(TEKKEN), added_tokens: added },
  'DeepSeek V3 rules': {
    model,
    normalizer: { type: 'Sequence', normalizers: [] },
    pre_tokenizer: sequence(...DEEPSEEK_V3.map(split), bytesOnly),
  },
  'DeepSeek V3 rules, added tokens, NFC': {
    model,
    normalizer: { type: 'NFC' },
    pre_tokenizer: sequence(...DEEPSEEK_V3.map(split), bytesOnly),
    added_tokens: [...added.slice(0, 4), ...normalized.slice(4)],
  },
  'each digit, GPT-2 rules, NFC': {
    model,
    normalizer: { type: 'NFC' },
    pre_tokenizer: sequence(digits(true), gpt2),
    added_tokens: added,
  },
  'runs of digits, GPT-2 rules': {
    model,
    pre_tokenizer: sequence(digits(false), gpt2),
    added_tokens: normalized,
  },
  'three numbers, GPT-2 rules': { model, pre_tokenizer: sequence(split('\\p{N}{1,3}'), gpt2) },
  'GPT-2 rules, a blank before the text': {
    model,
    pre_tokenizer: { ...gpt2, add_prefix_space: true },
  },
  'GPT-2 rules, a blank before the text, added tokens, NFC': {
    model,
    normalizer: { type: 'NFC' },
    pre_tokenizer: { ...gpt2, add_prefix_space: true },
    added_tokens: [...added.slice(0, 4), ...normalized.slice(4)],
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

test('a blank that is put before the text is no part of a sum', async t => {
  const tokenizer = await loadMade({ model, pre_tokenizer: { ...gpt2, add_prefix_space: true } });
  t.is(tokenizer.count(''), 0);
  t.is(tokenizer.count('a'), tokenizer.count(' a'));
  t.true(tokenizer.additive('a', ' b'));
  // Alone, the line break has a blank before it.
  t.false(tokenizer.additive('a', '\nb'));
});

test('white space is that of Unicode, as in Rust', async t => {
  const tokenizer = await loadMade({ model, pre_tokenizer: gpt2 });
  // Figures of the Rust `tokenizers` 0.23.2, given the same file.
  t.is(tokenizer.count('\n\n\ufeff'), 5);
  t.is(tokenizer.count('\n\n\u0085'), 3);
});
