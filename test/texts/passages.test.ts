import test from 'ava';
import fc from 'fast-check';
import { passageCutter, type TextPassage } from '../../lib/texts/passages.js';
import { sentenceCutter } from '../../lib/texts/sentences.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { cl100k } from '../fill/tokenizers.js';
import { words } from '../support/tokenizer.js';
import { anyText, ink } from './arbitrary.js';

function passagesOf(text: string, fillerTokens: number, tokenizer = words): TextPassage[] {
  const sentences = sentenceCutter();
  const passages = passageCutter('A title', { tokenizer, fillerTokens });
  return [
    ...passages.write(sentences.write(text)),
    ...passages.write(sentences.end()),
    ...passages.end(),
  ];
}

test('a passage takes as many sentences as fit, with what stands between them', t => {
  const text = 'One two. Three\nfour.\n\nFive six seven. Eight.';
  t.deepEqual(passagesOf(text, 9), [
    { title: 'A title', text: 'One two. Three\nfour.', sentences: ['One two.', 'Three\nfour.'] },
    { title: 'A title', text: 'Five six seven. Eight.', sentences: ['Five six seven.', 'Eight.'] },
  ]);
});

test('a sentence that is longer by itself is a passage by itself', t => {
  const long = `On${' on'.repeat(30)} end.`;
  const found = passagesOf(`Before. ${long} After. And so.`, 8).map(({ text }) => text);
  t.deepEqual(found, ['Before.', long, 'After. And so.']);
});

for (const [name, tokenizer] of [
  ['words', words],
  ['cl100k', cl100k],
] as const) {
  test(`whatever the text, its passages are all of it, none too long, in tokens of ${name}`, t => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, fillerTokens) => {
        const found = passagesOf(text, fillerTokens, tokenizer);
        t.is(ink(found.map(passage => passage.text).join('')), ink(text));
        for (const { text: passage, sentences } of found) {
          t.true(sentences.length === 1 || tokenizer.count(passage) <= fillerTokens);
          t.is(ink(sentences.join('')), ink(passage));
          t.true(text.includes(passage) || /\s{257}/.test(text));
          t.is(passage.trim(), passage);
        }
      }),
    );
  });

  test(`a passage begins where the one before it was full, in tokens of ${name}`, t => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 300 }), (text, fillerTokens) => {
        const found = passagesOf(text, fillerTokens, tokenizer);
        for (const [i, next] of found.slice(1).entries()) {
          const both = `${found[i]!.text} ${next.sentences[0]!}`;
          // Sentences are counted one by one, with their gaps.
          t.true(tokenizer.count(both) + 2 * found[i]!.sentences.length + 260 > fillerTokens);
        }
      }),
    );
  });
}

for (const [name, tokenizer] of [
  ['words', words],
  ['cl100k', cl100k],
] as const) {
  test(`what is added up is what is counted, in tokens of ${name}`, t => {
    const doubtful: Tokenizer = {
      ...words,
      count: text => tokenizer.count(text),
      additive: () => false,
    };
    const cut = fc.tuple(anyText, fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(cut, ([text, fillerTokens]) => {
        t.deepEqual(
          passagesOf(text, fillerTokens, tokenizer),
          passagesOf(text, fillerTokens, doubtful),
        );
      }),
    );
  });
}

test('where no seam costs any tokens, a sentence is counted once, but for the first of a passage', t => {
  let counted = 0;
  const counting: Tokenizer = {
    ...words,
    count: text => {
      counted += text.length;
      return words.count(text);
    },
  };
  const text = 'One two three four. '.repeat(1000);
  const found = passagesOf(text, 80, counting);
  t.true(found.length > 40);
  t.true(counted < text.length * 1.2, `${counted} of ${text.length}`);
});
