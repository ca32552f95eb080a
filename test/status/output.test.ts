import test from 'ava';
import fc from 'fast-check';
import { groupByOutput } from '../../lib/status/group.js';
import { type OutputTraces, outputStatus } from '../../lib/status/output.js';
import type { Traces } from '../../lib/status/state.js';

const manifest = (planSha256 = 'a') => ({ planSha256, maxSeqLength: 4096, isWhole: true });
const log = (done: number) => ({
  planSha256: 'a',
  maxSeqLength: 4096,
  positions: { from: 0, to: 640 },
  done,
});
const done: Traces = { manifest: manifest(), keptLog: log(640) };
const underWay = (at: number, perSecond?: number): Traces => ({
  log: log(at),
  lease: { isAlive: true },
  perSecond,
});

const output = (shards: Traces[], more: Partial<OutputTraces> = {}): OutputTraces => ({
  base: 'out/a',
  of: shards.length,
  shards: new Map(shards.entries()),
  isMergeDue: false,
  ...more,
});

test('states are summed up over all shards, those that have left nothing too', t => {
  const shards = [done, underWay(64), { log: log(0) }];
  const { states } = outputStatus(output(shards, { of: 5 }));
  t.deepEqual(states, { done: 1, 'under way': 1, failed: 0, stopped: 1, missing: 2 });
});

test('every shard has one state', t => {
  const traces = fc.constantFrom<Traces>(done, underWay(64, 1), { log: log(3) }, {});
  fc.assert(
    fc.property(fc.array(traces, { minLength: 1 }), shards => {
      const { states } = outputStatus(output(shards));
      t.is(
        Object.values(states).reduce((sum, count) => sum + count),
        shards.length,
      );
    }),
  );
});

test('positions and rates are added up; shards that have not begun count as the others', t => {
  const found = outputStatus(output([done, underWay(320, 4), underWay(160, 6)], { of: 4 }));
  t.is(found.done, 640 + 320 + 160);
  t.is(found.total, 4 * 640);
  t.is(found.per_second, 10);
});

test('all takes as long as what is left at the rates of now, and as the slowest', t => {
  t.is(outputStatus(output([underWay(0, 10), {}])).seconds_left, 1280 / 10);
  t.is(outputStatus(output([underWay(0, 100), underWay(0, 1)])).seconds_left, 640);
  t.is(outputStatus(output([underWay(0), {}])).seconds_left, null);
});

test('it is done when all its shards are, unless their merge is due', t => {
  t.true(outputStatus(output([done, done])).is_done);
  t.false(outputStatus(output([done, {}])).is_done);
  t.false(outputStatus(output([done, done], { isMergeDue: true })).is_done);
  const merged = { manifest: manifest() };
  t.true(outputStatus(output([done, done], { isMergeDue: true, merged })).is_done);
  t.true(outputStatus(output([done, {}], { merged })).is_done, 'a shard was removed after');
});

test('a file that is not sharded is one of its own', t => {
  const found = outputStatus(output([done], { of: null, isMergeDue: false }));
  t.deepEqual([found.is_done, found.merge, found.shards[0]!.shard], [true, null, null]);
});

const files = (entries: Record<string, Traces>) =>
  groupByOutput(new Map(Object.entries(entries))).map(({ base, of, shards, merged }) => ({
    base,
    of,
    shards: [...shards.keys()],
    isMerged: merged !== undefined,
  }));

test('shards stand with each other, and with the file that they become', t => {
  t.deepEqual(
    files({
      'out/b': done,
      'out/a-00001-of-00002': done,
      'out/a': done,
      'out/a-00000-of-00002': done,
      'other/a-00000-of-00002': done,
    }),
    [
      { base: 'other/a', of: 2, shards: [0], isMerged: false },
      { base: 'out/a', of: 2, shards: [1, 0], isMerged: true },
      { base: 'out/b', of: null, shards: [0], isMerged: false },
    ],
  );
});

test('shards of another number are another output', t => {
  const found = files({ 'a-00000-of-00002': done, 'a-00000-of-00003': done });
  t.deepEqual(
    found.map(({ of }) => of),
    [2, 3],
  );
});

test('a file of another plan is not what the shards become', t => {
  const found = files({ 'a-00000-of-00002': done, a: { manifest: manifest('b') } });
  t.deepEqual(found, [
    { base: 'a', of: null, shards: [0], isMerged: false },
    { base: 'a', of: 2, shards: [0], isMerged: false },
  ]);
});

test('a number that no shard has is part of a name', t => {
  const [found] = files({ 'a-00002-of-00002': done });
  t.deepEqual(found, { base: 'a-00002-of-00002', of: null, shards: [0], isMerged: false });
});
