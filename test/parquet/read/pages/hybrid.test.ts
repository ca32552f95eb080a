import test from 'ava';
import { bitsOf, decodeHybrid } from '../../../../lib/parquet/read/pages/hybrid.js';

const decoded = (bytes: number[], bits: number, count: number): number[] => {
  const numbers = new Uint32Array(count);
  decodeHybrid(Uint8Array.from(bytes), bits, numbers);
  return [...numbers];
};

test("packed numbers, by the example of Parquet's own page", t => {
  // A run of one group of eight, three bits each: 0 to 7.
  t.deepEqual(decoded([3, 0b10001000, 0b11000110, 0b11111010], 3, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('runs of one number, of any width, and packed ones behind them', t => {
  t.deepEqual(decoded([6, 5, 3, 0b10001000, 0b11000110, 0b11111010], 3, 6), [5, 5, 5, 0, 1, 2]);
  t.deepEqual(decoded([4, 0x34, 0x12], 13, 2), [0x1234, 0x1234]);
  t.deepEqual(decoded([], 0, 3), [0, 0, 0]);
});

test('numbers of many bits', t => {
  for (const bits of [25, 26, 31, 32]) {
    const most = 2 ** bits - 1;
    const numbers = [most, 0, 1, most - 1, 2, most, 3, 0];
    let packed = 0n;
    for (const [i, number] of numbers.entries()) packed |= BigInt(number) << BigInt(i * bits);
    const bytes = Array.from({ length: bits }, (_, i) => Number((packed >> BigInt(8 * i)) & 0xffn));
    t.deepEqual(decoded([3, ...bytes], bits, 8), numbers);
  }
});

test('bytes that are over before all numbers are an error', t => {
  const bad: [bytes: number[], bits: number][] = [
    [[], 1],
    [[0x80], 1],
    [[4], 1],
    [[3, 1], 3],
    [[2, 1], 3],
    [[0, 1], 3],
    [[4, 1, 1, 1, 1, 1], 40],
  ];
  for (const [bytes, bits] of bad) {
    t.throws(() => decoded(bytes, bits, 8), { name: 'RangeError' }, JSON.stringify(bytes));
  }
});

test('bits that numbers take', t => {
  t.deepEqual([0, 1, 2, 3, 4, 255].map(bitsOf), [0, 1, 2, 2, 3, 8]);
});
