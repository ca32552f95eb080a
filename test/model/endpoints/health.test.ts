import test from 'ava';
import { Health } from '../../../lib/model/endpoints/health.js';

/** Sends requests at one time and lets them fail at another. */
function fail(health: Health, ids: string[], sentAt: number, now: number): boolean[] {
  const probes = ids.map(() => health.begin());
  return ids.map((id, i) => health.end('failed', { id, probe: probes[i]!, sentAt, now }));
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

test('five different failures and nothing else set an endpoint aside', t => {
  const health = new Health(100);
  fail(health, ['a', 'a', 'a', 'a', 'a', 'b', 'c', 'd'], 0, 1);
  t.false(health.isAside);
  t.deepEqual(fail(health, ['e'], 1, 2), [true]);
  t.true(health.isAside);
  t.is(health.readyAt(), 102);
});

test('fast failures while many are still under way do not', t => {
  const health = new Health(100);
  for (let i = 0; i < 20; i++) health.begin();
  fail(health, ids(19), 0, 1);
  t.false(health.isAside);
  fail(health, ids(20), 0, 1);
  t.true(health.isAside);
});

test('failures of requests sent before the last answer do not', t => {
  const health = new Health(100);
  health.begin();
  health.end('answered', { id: 'x', probe: false, sentAt: 5, now: 50 });
  fail(health, ids(9), 10, 60);
  t.false(health.isAside);
  fail(health, ids(5), 51, 60);
  t.true(health.isAside);
});

test('one request tries a sick endpoint; its failure doubles the time, its answer ends it', t => {
  const health = new Health(100);
  fail(health, ids(5), 0, 0);
  t.is(health.readyAt(), 100);
  t.true(health.begin());
  t.is(health.readyAt(), undefined);
  health.end('failed', { id: 'p', probe: true, sentAt: 100, now: 110 });
  t.is(health.readyAt(), 310);
  t.true(health.begin());
  health.end('answered', { id: 'p', probe: true, sentAt: 310, now: 320 });
  t.false(health.isAside);
  t.is(health.readyAt(), 0);
});

test('what was under way when it fell sick does not prolong it', t => {
  const health = new Health(100);
  const under = ids(8).map(() => health.begin());
  const ends = under.map((probe, i) =>
    health.end(i === 0 ? 'unreachable' : 'failed', { id: `${i}`, probe, sentAt: 0, now: i }),
  );
  t.is(health.readyAt(), 100);
  t.true(ends.every(Boolean));
});
