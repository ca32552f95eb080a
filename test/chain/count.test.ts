import test from 'ava';
import fc from 'fast-check';
import { type ChainSize, chainCount, chainsAt } from '../../lib/chain/count.js';
import { keyTokens, parseKeyFormat } from '../../lib/chain/keys.js';
import { planChains } from '../../lib/chain/plan.js';
import { pairRenderer } from '../../lib/chain/render-pair.js';
import { planTokens } from '../../lib/chain/sample.js';
import { SHAPES } from '../../lib/records/sample.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { cl100k } from '../fill/tokenizers.js';
import { madeQuestions } from '../support/questions.js';

const DEFAULT: ChainSize = { keyFormat: 'uuid', hops: 4, shape: 'chain', branching: 2 };

test('X-per-1024 is the budget times X by 1,024, rounded down, one at least', t => {
  const at = (text: string, budget: number) => chainsAt(chainCount.read(text), budget, DEFAULT);
  t.deepEqual(
    [1024, 1500, 2000, 4096, 131_072].map(budget => at('4-per-1024', budget)),
    [4, 5, 7, 16, 512],
  );
  t.deepEqual(
    [0, 512, 1024, 4095, 4096, 131_072].map(budget => at('0.5-per-1024', budget)),
    [1, 1, 1, 1, 2, 64],
  );
  t.is(at('.25-per-1024', 131_072), 32);
  t.is(at('7', 128), 7);
  for (const text of ['0-per-1024', '-1-per-1024', 'x-per-1024', '1e999-per-1024', '1.-per-1024']) {
    t.throws(() => chainCount.read(text), {
      message:
        'allowed are a number, auto, or X-per-1024 with X above 0, like 4-per-1024 or 0.5-per-1024',
    });
  }
});

test('as a setting a count is written as it is read', t => {
  for (const text of ['auto', '0', '12', '4-per-1024', '0.5-per-1024', '1e-7-per-1024']) {
    t.is(chainCount.write(chainCount.read(text)), text);
  }
  t.deepEqual(chainCount.read('1e+2-per-1024'), { per1024: 100 });
  for (const text of ['', 'Auto', '-1', '1.5', 'x4-per-1024', '4-per-1024s', '4-per-512', '1e']) {
    t.throws(() => chainCount.read(text), { message: /^allowed are / }, text);
  }
  t.deepEqual(chainCount.schema, { type: ['integer', 'string'] });
  t.is(chainCount.placeholder, 'N|auto|X-per-1024');
});

test('auto is one per 1,024 tokens where a quarter of the budget holds them', t => {
  for (const keyFormat of ['uuid', 'hex8', 'nano21', 'letters8', 'default_8']) {
    const budgets = [512, 1024, 4096, 10_000, 131_072, 2_097_152];
    t.deepEqual(
      budgets.map(budget => chainsAt('auto', budget, { ...DEFAULT, keyFormat })),
      [1, 1, 4, 9, 128, 2048],
    );
  }
  t.is(chainsAt('auto', 4096, { ...DEFAULT, shape: 'full-tree' }), 1);
  t.is(chainsAt('auto', 131_072, { ...DEFAULT, shape: 'full-tree' }), 27);
});

test('the pairs of auto take no more than a quarter of the budget, unless one chain does', t => {
  const corpus = memoryCorpus(madeQuestions(80), cl100k);
  const render = pairRenderer(cl100k);
  const sizes = fc.record({
    keyFormat: fc.constantFrom('uuid', 'hex8', 'hex32', 'nano21', 'letters12', 'default_20'),
    hops: fc.integer({ min: 1, max: 5 }),
    shape: fc.constantFrom(...SHAPES),
    branching: fc.integer({ min: 2, max: 3 }),
  });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 256, max: 40_000 }), (size, budget) => {
      const count = chainsAt('auto', budget, size);
      t.true(count <= Math.max(1, budget / 1024));
      if (count === 1) return;
      const options = {
        ...size,
        keyFormat: parseKeyFormat(size.keyFormat),
        chains: () => count,
        hopOrder: 'random' as const,
      };
      const key = {
        seed: 1,
        dataset: 'made',
        questionId: 'q0',
        question: 'Which river is that?',
        maxSeqLength: budget,
        flat: false,
      };
      const tokens = planTokens(planChains(key, options, corpus, render));
      t.true(tokens <= budget / 4, `${tokens} of ${budget}`);
    }),
    { numRuns: 60 },
  );
});

test('what a key takes is estimated to a tenth', t => {
  for (const name of ['uuid', 'hex8', 'hex32', 'nano21', 'letters16', 'default_32']) {
    const { make } = parseKeyFormat(name);
    let bits = 0x12345678;
    const random = { bits: () => (bits = (Math.imul(bits, 1_664_525) + 1_013_904_223) >>> 0) };
    const keys = Array.from({ length: 200 }, () => make(random as never));
    const mean = keys.reduce((sum, key) => sum + cl100k.count(key), 0) / keys.length;
    t.true(Math.abs(keyTokens(name) - mean) < 0.1 * mean, `${name}: ${mean}`);
  }
});

test('fractions per 1,024 are exact, whatever floating point makes of them', t => {
  for (let hundredths = 1; hundredths <= 500; hundredths++) {
    const count = chainCount.read(`${hundredths / 100}-per-1024`);
    for (const k of [1, 3, 10, 100, 200, 750, 1500, 2048]) {
      const expected = Math.max(1, Math.floor((k * hundredths) / 100));
      t.is(chainsAt(count, k * 1024, DEFAULT), expected, `${hundredths / 100} at ${k}k`);
    }
    // A budget that is no multiple.
    const expected = Math.max(1, Math.floor((100_000 * hundredths) / (100 * 1024)));
    t.is(chainsAt(count, 100_000, DEFAULT), expected);
  }
  t.is(chainsAt({ per1024: 1e-7 }, 4096, DEFAULT), 1);
  t.is(chainsAt({ per1024: 1e21 }, 1024, DEFAULT), 1e21);
});
