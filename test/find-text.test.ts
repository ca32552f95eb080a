import test from 'ava';
import fc from 'fast-check';
import { findText } from '../lib/find-text.js';

const letters = (max: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '🎸'), maxLength: max });

test('a text is found where indexOf finds it, whatever its length', t => {
  const found = { yes: 0, no: 0 };
  fc.assert(
    fc.property(letters(12), fc.nat(80), letters(40), fc.nat(60), (unit, times, rest, from) => {
      const needle = unit.repeat(times) + rest.slice(0, 3);
      for (const text of [`${rest}${unit}${needle}${rest}`, needle.slice(1), unit.repeat(99)]) {
        const expected = text.indexOf(needle, from);
        t.is(findText(text, needle, from), expected);
        if (needle.length > 250) found[expected < 0 ? 'no' : 'yes']++;
      }
    }),
    { numRuns: 1000 },
  );
  t.true(found.yes > 50 && found.no > 50, JSON.stringify(found));
});
