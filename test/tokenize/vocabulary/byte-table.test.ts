import test from 'ava';
import fc from 'fast-check';
import { ByteTable } from '../../../lib/tokenize/vocabulary/byte-table.js';
import { LARGEST } from '../../../lib/tokenize/vocabulary/json-cursor.js';

/** Few bytes and short strings, so that many come again and begin alike; zeros are bytes as well. */
const bytes = fc.uint8Array({ max: 3, maxLength: 6 });

test('a table holds what a map of the same strings holds', t => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(bytes, fc.nat(LARGEST)), { maxLength: 400 }),
      bytes,
      (entries, other) => {
        const table = new ByteTable();
        const map = new Map<string, number>();
        for (const [key, value] of entries) {
          // Inside other bytes, which are none of its business.
          table.set(Uint8Array.of(9, ...key, 9), 1, key.length + 1, value);
          map.set(`${key}`, value);
        }
        for (const key of [other, ...entries.map(([key]) => key)]) {
          t.is(table.find(key, 0, key.length), map.get(`${key}`) ?? -1);
        }
      },
    ),
  );
});

test('it holds a vocabulary', t => {
  const table = new ByteTable();
  const word = (i: number) => Buffer.from(`word ${i}, which takes some bytes`);
  for (let i = 0; i < 100_000; i++) table.set(word(i), 0, word(i).length, i);
  for (let i = 0; i < 100_000; i += 7) t.is(table.find(word(i), 0, word(i).length), i);
  t.is(table.find(word(100_000), 0, word(100_000).length), -1);
});
