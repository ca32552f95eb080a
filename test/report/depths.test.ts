import test from 'ava';
import fc from 'fast-check';
import { pairDepths, passageDepths } from '../../lib/report/depths.js';

const FORMAT = 'Document {i}:\n{title}\n{text}';

test('a passage stands where its header does, whatever the texts are', t => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z .]{0,40}$/), { minLength: 1 }), texts => {
      const rendered = texts.map((text, i) => `Document ${i}:\nTitle\n${text}`);
      const context = rendered.join('\n\n');
      const starts = rendered.map((_, i) => rendered.slice(0, i).join('\n\n').length + (i && 2));
      t.deepEqual(
        passageDepths(context, texts.length, FORMAT),
        starts.map(start => start / context.length),
      );
    }),
  );
});

test('a header that is not there, or a format without one, ends the search', t => {
  t.deepEqual(passageDepths('Document 0:\na\nb', 3, FORMAT), [0]);
  t.deepEqual(passageDepths('a\nb', 1, '{title}\n{text}'), []);
  t.deepEqual(passageDepths('a\nb', 1, 'no format'), []);
});

test('pairs of the true chain are told from others, and other braces from both', t => {
  const context = 'ab{"k1": "k2"}. {"x": "y"} {"other": 1} {"k2": "Who?"}.';
  t.deepEqual(pairDepths(context, new Set(['k1', 'k2']), new Set(['x'])), {
    chain: [2, 40].map(at => at / context.length),
    others: [16 / context.length],
  });
});
