import test from 'ava';
import fc from 'fast-check';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import { planDigest } from '../../lib/settings/plan.js';
import { commonPlan, faultsOf } from '../../lib/shards/check-shards.js';
import type { FinishedShard, OutputShards } from '../../lib/shards/read-shards.js';

/** The plan of a run with a seed. */
const planOf = (seed: number): Manifest['plan'] => ({
  command: 'synth',
  version: '1',
  inputs: ['a'],
  tokenizer: { type: 'openai', sha256: 'b' },
  settings: { 'random-seed': seed },
});

interface Part {
  index: number;
  of?: number;
  seed?: number;
  isBegun?: boolean;
}

/** Shards as they are read, from as little as matters here. */
function shardsOf(parts: readonly Part[], of: number): OutputShards {
  const files = parts.map(part => ({
    ...part,
    path: `${part.index}/${part.of ?? of}.jsonl`,
    base: '',
    shard: { index: part.index, of: part.of ?? of },
    isBegun: part.isBegun ?? false,
  }));
  const counts = {
    ...{ read: 0, not_asked: 0, questions: 0, unanswerable: 0, unlabelled: 0 },
    ...{ samples: 0, marked: 0, left_out: 0, rejects: {} },
  };
  const output = { format: 'jsonl', bytes: 0, sha256: '', lines_sha256: '' };
  const plans = new Map(
    parts.map(({ seed = 42 }) => {
      const plan = planOf(seed);
      return [planDigest(plan), { plan, tokenizer: { name: 'n' } } as Manifest];
    }),
  );
  const finished = files
    .filter(({ isBegun }) => !isBegun)
    .map(
      (file): FinishedShard => ({
        ...{ ...file, is: file.shard, counts, tokens: null, output, node: '1' },
        madeBy: planDigest(planOf(file.seed ?? 42)),
      }),
    )
    .sort((a, b) => a.shard.index - b.shard.index);
  return { whole: 'x', finished, begun: files.filter(({ isBegun }) => isBegun), plans };
}

const all = (of: number): Part[] => Array.from({ length: of }, (_, index) => ({ index }));

test('shards that are there, each once, and of one run, are the whole', t => {
  for (const of of [1, 2, 64]) t.deepEqual(faultsOf(shardsOf(all(of), of)), []);
});

test('whatever is missing is named, or counted where it is much', t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (of, bits) => {
      const there = all(of).filter(({ index }) => ((bits >> (index % 31)) & 1) === 1);
      const missing = all(of).flatMap(({ index }) =>
        there.some(each => each.index === index) ? [] : [index],
      );
      const begun = { index: missing[0] ?? 0, isBegun: true };
      const faults = faultsOf(shardsOf(missing.length > 0 ? [...there, begun] : there, of));
      if (missing.length === 0) return t.deepEqual(faults, []);
      t.is(faults.length, 1);
      const named = missing.slice(0, 10).join(', ').replace(/^\d+/, '$& (begun, not finished)');
      const more = missing.length > 10 ? ` and ${missing.length - 10} more` : '';
      t.true(faults[0]!.includes(` missing: ${named}${more}; run`), faults[0]);
    }),
  );
});

test('the plan of most counts, and the others are foreign', t => {
  const parts = all(30).map(part => ({ ...part, seed: part.index < 14 ? 7 : 42 }));
  const shards = shardsOf(parts, 30);
  t.deepEqual(commonPlan(shards)?.plan, planOf(42));
  const faults = faultsOf(shards);
  t.is(faults.length, 11);
  t.is(faults[0], '0/30.jsonl is of another run (random-seed: 42, now 7)');
  t.is(faults[10], 'and so are 4 more');
});

test('where the output was cut more than once, that alone is told', t => {
  const faults = faultsOf(shardsOf([{ index: 1 }, { index: 1, of: 3 }, { index: 1, of: 3 }], 2));
  t.deepEqual(faults, [
    'there are shards of 2 (1/2.jsonl) and of 3 (1/3.jsonl); remove those that are not wanted',
  ]);
});

test('what is there twice, foreign and missing is told together', t => {
  const faults = faultsOf(shardsOf([{ index: 0 }, { index: 0 }, { index: 2, seed: 7 }], 4));
  t.deepEqual(faults, [
    'shard 0 is there twice: 0/4.jsonl and 0/4.jsonl',
    '2/4.jsonl is of another run (random-seed: 42, now 7)',
    'of 4 shards 2 are missing: 1, 3; run their commands (again)',
  ]);
});
