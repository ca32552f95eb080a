import test from 'ava';
import type { Pair, Sample } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import {
  FULL_TREES,
  fullTreeSample,
  INPUT,
  key,
  sources,
  TREES,
  treeSample,
} from './sample-builder.js';

const hex = (n: number) => key(n, 'hex8');

function broken(sample: Sample): string[] {
  return [...new Set(checkSample(sample, sources).map(({ check }) => check))];
}

function variant(change: (trees: Pair[][]) => void): Sample {
  const trees = structuredClone(TREES);
  change(trees);
  return treeSample(trees);
}

test('a right tree passes, bushy or bare', t => {
  t.deepEqual(checkSample(treeSample(), sources), []);
  t.deepEqual(checkSample(treeSample(), {}), []);
  const bushy = variant(trees => trees[0]!.push([hex(3), hex(20)], [hex(3), hex(21)]));
  t.deepEqual(checkSample(bushy, sources), []);
});

const breaks: [string, (trees: Pair[][]) => void][] = [
  ['an extra branch', trees => trees[0]!.push([hex(1), hex(20)])],
  ['a leaf that is defined elsewhere', trees => (trees[0]![2]![1] = hex(5))],
  ['a leaf that is defined in its own tree', trees => (trees[0]![2]![1] = hex(1))],
  ['a leaf that is defined below', trees => trees[0]!.push([hex(4), hex(20)])],
  ['two answers', trees => (trees[0]![2]![1] = INPUT)],
  ['an answer and a distractor in one tree', trees => (trees[0]![2]![1] = 'Why?')],
  ['no question in a tree', trees => (trees[1]![2]![1] = hex(20))],
  ['the question in both trees', trees => (trees[1]![2]![1] = INPUT)],
  ['a leaf twice', trees => (trees[0]![2]![1] = hex(8))],
  ['a branch with two parents', trees => (trees[0]![1]![1] = hex(2))],
  ['no branches', trees => trees[1]!.splice(0, 4, [hex(5), hex(6)], [hex(6), 'Who wrote "Emma"?'])],
];

for (const [name, change] of breaks) {
  test(`found: ${name}`, t => {
    t.deepEqual(broken(variant(change)), ['chain']);
  });
}

test('hop order holds from parent to child', t => {
  const sample = treeSample();
  sample.meta.hop_order = 'forward';
  t.deepEqual(broken(sample), []);
  sample.meta.hop_order = 'backward';
  t.deepEqual(broken(sample), ['hop-order']);
});

test('found: the number of branches or hops is another than stated', t => {
  for (const claim of [{ branching: 3 }, { hops: 3 }, { shape: 'chain' }]) {
    const sample = treeSample();
    Object.assign(sample.meta, claim);
    t.deepEqual(broken(sample), ['chain']);
  }
});

test('a right sample with full trees has no findings, with all sources and without', t => {
  t.deepEqual(checkSample(fullTreeSample(), sources), []);
  t.deepEqual(checkSample(fullTreeSample(), {}), []);
});

/** A pair of the first full tree, by its place: 0 to 5 branch, 6 to 9 are the last level. */
const UNEVEN: Record<string, (tree: [string, string][]) => unknown> = {
  'a branch that ends early': tree => tree.splice(6, 1),
  'a key of the last level that branches': tree => tree.push([tree[6]![0], hex(99)]),
  'a key that does not branch': tree => tree.splice(4, 1),
  'a key that branches in three': tree => tree.splice(4, 0, [tree[4]![0], hex(99)]),
  'a level more': tree => tree.push([tree[6]![1], hex(99)]),
};

for (const [what, change] of Object.entries(UNEVEN)) {
  test(`found in a full tree: ${what}`, t => {
    const trees = structuredClone(FULL_TREES) as [string, string][][];
    change(trees[0]!);
    const found = checkSample(fullTreeSample(trees), sources);
    t.true(
      found.some(({ check }) => check === 'chain'),
      JSON.stringify(found),
    );
    t.true(
      found.every(({ check }) => check === 'chain'),
      JSON.stringify(found),
    );
  });
}

test('found: a tree that is called a full one, and the other way round', t => {
  for (const [sample, shape] of [
    [treeSample(), 'full-tree'],
    [fullTreeSample(), 'chain'],
  ] as const) {
    sample.meta.shape = shape;
    t.true(checkSample(sample, sources).some(({ check }) => check === 'chain'));
  }
});
