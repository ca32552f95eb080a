import test from 'ava';
import {
  MAX_LENGTH,
  MAX_PIECES,
  MAX_UNITS,
  PieceCache,
} from '../../../lib/tokenize/counting/piece-cache.js';
import { real } from '../tokenizers.js';

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from(text, character => character.charCodeAt(0));
}

test('a pre-token is found again with its tokens, and only itself', t => {
  const cache = new PieceCache();
  for (let i = 0; i < 5000; i++) {
    const units = unitsOf(` word${i}`);
    t.is(cache.get(units, 0, units.length), -1);
    cache.set(units, 0, units.length, (i % 60) + 1);
  }
  for (let i = 0; i < 5000; i++) {
    const units = unitsOf(`x word${i} y`);
    t.is(cache.get(units, 1, units.length - 2), (i % 60) + 1);
  }
});

test('the cache never holds more than its bounds, and stays right', t => {
  const cache = new PieceCache();
  let most = 0;
  for (let i = 0; i < 2.5 * MAX_PIECES; i++) {
    const units = unitsOf(i.toString(36));
    cache.set(units, 0, units.length, 1 + (i % 50));
    if (i % 1000 === 0 && cache.get(units, 0, units.length) !== 1 + (i % 50)) t.fail(`${i}`);
    most = Math.max(most, cache.size);
  }
  t.is(most, MAX_PIECES);
});

test('long pre-tokens fill the cache by their length, longer ones are not kept', t => {
  const cache = new PieceCache();
  let most = 0;
  for (let i = 0; i < 40_000; i++) {
    const units = unitsOf(`${i}`.padStart(MAX_LENGTH, '-'));
    cache.set(units, 0, units.length, 3);
    most = Math.max(most, cache.size);
  }
  t.is(most, MAX_UNITS / MAX_LENGTH);
  const size = cache.size;
  const long = unitsOf('-'.repeat(MAX_LENGTH + 1));
  cache.set(long, 0, long.length, 3);
  t.is(cache.size, size);
  t.is(cache.get(long, 0, long.length), -1);
});

test('counting ever new words takes no more memory', async t => {
  const tokenizer = await real('cl100k_base');
  const round = (from: number): void => {
    let text = '';
    for (let i = from; i < from + 50_000; i++) text += ` ${i.toString(26).replace(/\d/g, 'x')}q`;
    tokenizer.count(text);
  };
  for (let i = 0; i < 4; i++) round(i * 1e6);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 4; i < 12; i++) round(i * 1e6);
  t.true(process.memoryUsage().arrayBuffers - before < 8e6);
});
