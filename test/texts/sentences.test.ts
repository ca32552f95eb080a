import test from 'ava';
import fc from 'fast-check';
import { type Sentence, sentenceCutter } from '../../lib/texts/sentences.js';
import { anyText, ink } from './arbitrary.js';

const cut = (...pieces: string[]): Sentence[] => {
  const cutter = sentenceCutter();
  return [...pieces.flatMap(piece => cutter.write(piece)), ...cutter.end()];
};
const sentences = (text: string): string[] => cut(text).map(sentence => sentence.text);

test('a sentence ends where a reader would say so', t => {
  t.deepEqual(sentences('Dr. No came at 3.5 p.m. on Jan. 5. He left.  "Why?" Nobody knows...'), [
    'Dr. No came at 3.5 p.m. on Jan. 5. He left.',
    '"Why?"',
    'Nobody knows...',
  ]);
  t.deepEqual(sentences('He left. then came back! So it goes (they say.) End'), [
    'He left. then came back!',
    'So it goes (they say.)',
    'End',
  ]);
});

test('lines are wrapped in the middle of sentences, and blank lines end them', t => {
  t.deepEqual(sentences('# The sea\n\nIt is\nwide. It\r\nis deep.\nAnd cold\n \n\nA verse,'), [
    '# The sea',
    'It is\nwide.',
    'It\r\nis deep.',
    'And cold',
    'A verse,',
  ]);
});

test('a script without blanks has its own full stops', t => {
  t.deepEqual(sentences('他走了。“你好！”她说，没有人。好……吗？是'), [
    '他走了。',
    '“你好！”',
    '她说，没有人。',
    '好……吗？',
    '是',
  ]);
});

test('what is longer than any sentence is cut at the end of a line, else at a blank, else anywhere', t => {
  const line = `${'word '.repeat(15)}end`;
  const lines = sentences(`${line}\n`.repeat(100));
  t.true(lines.length > 3);
  t.true(
    lines.every(each => each.length <= 2048 && each.endsWith('end') && each.startsWith('word')),
  );
  t.true(sentences('word '.repeat(3000)).every(each => /^(word )*word$/.test(each)));
  const bare = sentences('🎸'.repeat(5000));
  t.deepEqual(
    bare.map(({ length }) => length),
    [2048, 2048, 2048, 2048, 1808],
  );
  t.true(bare.every(each => each.isWellFormed()));
});

test('of white space no more is kept than anybody reads', t => {
  const [, second] = cut(`One.${' '.repeat(100_000)}Two.`);
  t.deepEqual(second, { gap: ' '.repeat(256), text: 'Two.' });
});

test('sentences together are the text, white space at its ends aside', t => {
  fc.assert(
    fc.property(anyText, text => {
      const found = cut(text);
      t.is(ink(found.map(sentence => sentence.text).join('')), ink(text));
      const whole = found.map(({ gap, text }) => gap + text).join('');
      if (!/\s{257}/.test(text)) t.is(whole, text.trimEnd());
      for (const { gap, text } of found) {
        t.is(gap.trim(), '');
        t.is(text.trim(), text);
        t.true(text.length > 0 && text.length <= 2048);
      }
    }),
  );
});

test('it does not matter how a text comes', t => {
  fc.assert(
    fc.property(anyText, fc.array(fc.nat(4000), { maxLength: 8 }), (text, cuts) => {
      const at = [
        0,
        ...cuts.map(each => each % (text.length + 1)).sort((a, b) => a - b),
        text.length,
      ];
      const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
      t.deepEqual(cut(...pieces), cut(text));
    }),
  );
});

test('a text without any sentence costs a time that grows with its length, and no memory', t => {
  const cutter = sentenceCutter();
  let longest = 0;
  for (let i = 0; i < 400; i++) {
    for (const { text } of cutter.write('(a) '.repeat(4096)))
      longest = Math.max(longest, text.length);
  }
  t.true(longest <= 2048);
});
