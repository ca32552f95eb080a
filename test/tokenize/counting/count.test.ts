import test from 'ava';
import fc from 'fast-check';
import { englishPassages, hasEnglish } from '../english.js';
import { anyText, promptText } from '../texts.js';
import { HF_MODELS, real } from '../tokenizers.js';

const passages = hasEnglish ? englishPassages() : [];
const withEnglish = hasEnglish ? test : test.skip;

for (const name of ['cl100k_base', 'o200k_base', 'p50k_base', 'gpt2', ...HF_MODELS]) {
  test(`${name} counts any text as its library does`, async t => {
    const tokenizer = await real(name);
    fc.assert(
      fc.property(anyText, text => tokenizer.count(text) === tokenizer.libraryCount(text)),
      { numRuns: 1000 },
    );
    t.is(tokenizer.count(''), 0);
  });

  test(`${name} counts a prompt with pairs as its library does`, async t => {
    const tokenizer = await real(name);
    fc.assert(
      fc.property(promptText, text => tokenizer.count(text) === tokenizer.libraryCount(text)),
      { numRuns: 25 },
    );
    t.pass();
  });

  withEnglish(`${name} counts real English as its library does`, async t => {
    const tokenizer = await real(name);
    const some = passages.filter((_, i) => i % 16 === 0);
    for (const text of [...some, some.join('\n\n').slice(0, 100_000)]) {
      if (tokenizer.count(text) !== tokenizer.libraryCount(text)) t.fail(text.slice(0, 200));
    }
    t.true(some.length > 100);
  });
}

test('a long word, long blanks and long signs are counted exactly, and in time', async t => {
  const long = ['漢字かな交じり文'.repeat(40), 'a'.repeat(700), ' '.repeat(300), '=-'.repeat(200)];
  for (const name of ['cl100k_base', ...HF_MODELS]) {
    const tokenizer = await real(name);
    for (const text of long) t.is(tokenizer.count(text), tokenizer.libraryCount(text), name);
    t.true(tokenizer.count('漢字かな交じり文'.repeat(30_000)) > 30_000);
  }
});

test('what was counted before does not change a count', async t => {
  const [cl100k, qwen] = [await real('cl100k_base'), await real('qwen3')];
  fc.assert(
    fc.property(anyText, text => {
      const first = cl100k.count(text);
      qwen.count(text);
      return cl100k.count(text) === first;
    }),
  );
  t.pass();
});
