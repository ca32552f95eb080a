import test from 'ava';
import { cutFiller } from '../../lib/fill/cut-filler.js';
import type { Permutation } from '../../lib/random.js';
import { storedAs } from '../support/passages.js';

/** A corpus of so many passages that is drawn in the order of the numbers, from 100 on. */
const draws = (size: number): Permutation => ({
  size,
  at: position => 100 + position,
  positionOf: number => number - 100,
});

const part = (number: number, tokens: number) =>
  storedAs({ title: 'T', text: `${number}`, tokens }, number);

/** Cuts among passages of which each is cut to so many tokens, or may not be cut. */
function cutAmong(
  lengths: readonly (number | undefined)[],
  drawn: number,
  { room = 50, refused = [] as readonly number[] } = {},
) {
  const asked: [number, number][] = [];
  const pool = { draws: draws(lengths.length) } as Parameters<typeof cutFiller>[0]['pool'];
  const cut = (number: number, most: number) => {
    asked.push([number, most]);
    const tokens = lengths[number - 100];
    return tokens === undefined ? undefined : part(number, tokens);
  };
  const parts = { pool, cut } as Parameters<typeof cutFiller>[0];
  const found = cutFiller(parts, drawn, room, ({ number }) => !refused.includes(number!));
  return { found, asked };
}

test('of the next draws the one is cut that leaves the least room, if it may stand there', t => {
  const lengths = [undefined, 20, 45, 30, undefined];
  const { found, asked } = cutAmong(lengths, 0);
  t.is(found!.number, 102);
  t.is(found!.drawn, 2);
  t.deepEqual(
    asked,
    lengths.map((_, n) => [100 + n, 50]),
  );
  t.is(cutAmong(lengths, 0, { refused: [102] }).found!.number, 103);
  t.is(cutAmong(lengths, 0, { refused: [101, 102, 103] }).found, undefined);
});

test('of those as long the first drawn is taken', t => {
  t.is(cutAmong([9, 30, 30, 30], 2).found!.number, 102);
});

test('sixteen draws are looked at, and behind the last one the first ones follow', t => {
  const lengths = Array.from({ length: 40 }, (_, n) => n + 1);
  const numbers = ({ asked }: ReturnType<typeof cutAmong>) => asked.map(([number]) => number - 100);
  t.deepEqual(
    numbers(cutAmong(lengths, 3)),
    Array.from({ length: 16 }, (_, n) => 3 + n),
  );
  const around = cutAmong(lengths, 35);
  t.deepEqual(numbers(around), [35, 36, 37, 38, 39, ...Array.from({ length: 11 }, (_, n) => n)]);
  t.is(around.found!.drawn, 39);
  t.deepEqual(numbers(cutAmong(lengths.slice(0, 3), 3)), [0, 1, 2], 'each once');
});

test('where nothing may be cut, or nothing is there, nothing is', t => {
  t.is(cutAmong([undefined, undefined], 0).found, undefined);
  t.is(cutAmong([], 0).found, undefined);
  const pool = { draws: draws(3) } as Parameters<typeof cutFiller>[0]['pool'];
  t.is(
    cutFiller({ pool } as Parameters<typeof cutFiller>[0], 0, 50, () => true),
    undefined,
  );
});
