import test from 'ava';
import fc from 'fast-check';
import { AddedTokens } from '../../../lib/tokenize/counting/added-tokens.js';

const sections = (tokens: string[], text: string): { count: number; between: string[] } => {
  const between: string[] = [];
  const count = new AddedTokens(tokens).count(text, section => {
    between.push(section);
    return 0;
  });
  return { count, between };
};

test('the leftmost token is found, and of those at one place the longest', t => {
  const letters = fc.string({ unit: fc.constantFrom('<', '|', 'a', '🎸'), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), letters, letters, (tokens, ...parts) => {
      const text = parts.join('').repeat(3);
      const sorted = tokens.filter(Boolean).sort((a, b) => b.length - a.length);
      const escaped = sorted.map(each => each.replace(/[|]/g, '\\|'));
      const found =
        escaped.length > 0 ? [...text.matchAll(new RegExp(escaped.join('|'), 'g'))] : [];
      const { count, between } = sections(tokens, text);
      t.is(count, found.length);
      t.is(between.join('').length, text.length - found.join('').length);
    }),
    { numRuns: 1000 },
  );
});

test('a token may be of any length, and of any characters', t => {
  for (const token of ['a'.repeat(10_000), '(.*)+$'.repeat(2000), '<', '[\\']) {
    t.deepEqual(sections([token, '<|b|>'], `b ${token}<|b|> c`), {
      count: 2,
      between: ['b ', ' c'],
    });
  }
});
