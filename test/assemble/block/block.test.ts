import test from 'ava';
import fc from 'fast-check';
import { blockSize } from '../../../lib/assemble/block/block.js';

const SIZES: Record<string, number> = {
  1: 64,
  2: 64,
  4: 64,
  8: 32,
  16: 16,
  32: 8,
  64: 4,
  128: 2,
  256: 1,
  512: 1,
  1024: 1,
  2048: 1,
};

for (const [thousands, size] of Object.entries(SIZES)) {
  test(`a block of ${thousands}k has ${size} ${size === 1 ? 'position' : 'positions'}`, t => {
    t.is(blockSize(Number(thousands) * 1024), size);
  });
}

test('a block without a length has 64 positions', t => {
  t.is(blockSize(null), 64);
});

test('a block is the largest power of two of positions that make a megabyte of text at most', t => {
  const powers = [64, 32, 16, 8, 4, 2, 1];
  const lengths = fc.oneof(
    fc.integer({ min: 1, max: 1 << 21 }),
    // Around the bounds.
    fc.tuple(fc.nat(9), fc.integer({ min: -1, max: 1 })).map(([n, by]) => (4096 << n) + by),
  );
  fc.assert(
    fc.property(lengths, length => {
      t.is(blockSize(length), powers.find(size => size * length <= 64 * 4096) ?? 1, `${length}`);
    }),
    { numRuns: 500 },
  );
});
