import test from 'ava';
import fc from 'fast-check';
import { bloomFilter } from '../../lib/disk/bloom-filter.js';

test('what was added is never called new', t => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 5, max: 20 }), (texts, bits) => {
      const filter = bloomFilter(bits);
      for (const text of texts) filter.add(text);
      t.true(texts.every(text => !filter.add(text)));
    }),
  );
});

/** Ids as datasets have them: counted, counted with leading zeros, and hexadecimal digests. */
const IDS: Record<string, (i: number) => string> = {
  counted: i => `hotpotqa\n${i}`,
  padded: i => `hotpotqa\n${String(i).padStart(24, '0')}`,
  hexadecimal: i => `hotpotqa\n5a${((i * 2654435761) % 2 ** 32).toString(16).padStart(22, '7')}`,
};

for (const [name, id] of Object.entries(IDS)) {
  test(`${name} ids: as many false alarms as four independent hashes give`, t => {
    const filter = bloomFilter(20);
    const count = 150_000;
    let alarms = 0;
    let expected = 0;
    for (let i = 0; i < count; i += 1) {
      if (!filter.add(id(i))) alarms += 1;
      expected += (1 - Math.exp((-4 * i) / 2 ** 20)) ** 4;
    }
    t.true(Math.abs(alarms / expected - 1) < 0.2, `${alarms} alarms, ${expected} expected`);
  });
}
