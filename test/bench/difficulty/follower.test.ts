import test from 'ava';
import { type FollowerOptions, follow } from '../../../bench/difficulty/follower.js';
import type { SeenPair } from '../../../bench/difficulty/seen-context.js';

const QUESTION = 'Where is it?';

/** Pairs as `key value` at their tokens, ten tokens long; `?` is the question. */
const pairs = (...told: [at: number, key: string, value: string][]): SeenPair[] =>
  told.map(([at, key, value]) => ({
    key,
    value: value === '?' ? QUESTION : value,
    at,
    tokens: 10,
  }));

const BACKWARD = pairs([0, 'c', '?'], [100, 'b', 'c'], [200, 'a', 'b']);

test('what lies ahead is found at any distance, by one that looks back nowhere', t => {
  const forward = pairs([0, 'a', 'b'], [5000, 'b', 'c'], [90_000, 'c', '?']);
  t.is(follow(forward, 'a', { window: 0 }), QUESTION);
});

test('what lies behind is found if it began in the window, the pair just read included', t => {
  t.is(follow(BACKWARD, 'a', { window: 210 }), QUESTION);
  t.is(
    follow(BACKWARD, 'a', { window: 209 }),
    undefined,
    'the last pair is looked for from the head',
  );
  const zigzag = pairs([0, 'b', 'c'], [100, 'a', 'b'], [300, 'c', '?']);
  t.is(follow(zigzag, 'a', { window: 110 }), QUESTION);
});

test('each pass goes back once more, however little the reader looks back', t => {
  const found = [1, 2, 3].map(passes => follow(BACKWARD, 'a', { window: 0, passes }));
  t.deepEqual(found, [undefined, undefined, QUESTION]);
});

test('a longer window or another pass never finds less; longer gaps never more', t => {
  const apart = (gap: number) => pairs([0, 'c', '?'], [gap, 'b', 'c'], [2 * gap, 'a', 'b']);
  const found = (gap: number, options: FollowerOptions): number =>
    Number(follow(apart(gap), 'a', options) === QUESTION);
  for (const [i, window] of [10, 50, 100, 200, 400].entries()) {
    const byGap = [10, 50, 100, 200, 400].map(gap => found(gap, { window }));
    t.deepEqual(byGap, [...byGap].sort().reverse(), `window ${window}`);
    for (const gap of [10, 50, 100]) {
      t.true(found(gap, { window }) <= found(gap, { window: 2 * window }));
      t.true(found(gap, { window }) <= found(gap, { window, passes: 2 }));
    }
    t.is(byGap.filter(Boolean).length, [0, 1, 1, 2, 3][i]!);
  }
});

test('other chains are passed by, and a chain that ends nowhere ends in nothing', t => {
  const others = pairs([0, 'x', 'y'], [20, 'a', 'b'], [40, 'y', '?'], [60, 'b', 'dead']);
  t.is(follow(others, 'a', { window: 1000, passes: 9 }), undefined);
});

test('who keeps one key goes on with the branch it meets first; who keeps all finds the question', t => {
  const tree = pairs([0, 'a', 'dead'], [20, 'a', 'b'], [40, 'b', '?']);
  t.is(follow(tree, 'a', { window: 1000 }), QUESTION);
  t.is(follow(tree, 'a', { window: 1000, keepsAll: false, passes: 3 }), undefined);
  const lucky = pairs([0, 'a', 'b'], [20, 'a', 'dead'], [40, 'b', '?']);
  t.is(follow(lucky, 'a', { window: 1000, keepsAll: false }), QUESTION);
});

test('who sees the first characters alone takes one key for another', t => {
  const alike: SeenPair[] = pairs([0, 'ab1', 'cd1'], [20, 'cd2', '?'], [40, 'cd1', 'ef1']);
  t.is(follow(alike, 'ab1', { window: 0 }), undefined);
  t.is(follow(alike, 'ab1', { window: 0, characters: 2 }), QUESTION);
  // Keys that look alike in a circle: each pair is followed once.
  t.is(
    follow(pairs([0, 'a1', 'a2'], [20, 'a2', 'a1']), 'a1', { window: 99, characters: 1 }),
    undefined,
  );
});
