import test from 'ava';
import { perSecond } from '../../lib/status/rate.js';

const HOUR = 3_600_000;
const log = (done: number, { born = 10 * HOUR, changed = 10 * HOUR + 60_000 } = {}) => ({
  planSha256: 'a',
  maxSeqLength: 4096,
  positions: { from: 0, to: 640 },
  done,
  born,
  changed,
});

test('a log that the run has begun tells its rate by the times of its file', t => {
  const looks = { first: log(240), last: log(240), seconds: 3 };
  t.is(perSecond({ ...looks, since: 10 * HOUR }), 4);
  t.is(perSecond({ ...looks, since: 10 * HOUR + 20_000 }), 4, 'clocks differ');
});

test('of one that was gone on with, only the two looks tell', t => {
  const looks = { first: log(240), last: log(246), seconds: 3, since: 11 * HOUR };
  t.is(perSecond(looks), 2);
  t.is(perSecond({ ...looks, last: log(240) }), undefined);
  t.is(perSecond({ ...looks, first: undefined }), undefined);
});

test('so it is where the file system, or the lease, does not know', t => {
  const last = log(246, { born: 0 });
  t.is(perSecond({ first: log(240), last, seconds: 3, since: 10 * HOUR }), 2);
  t.is(perSecond({ first: log(240), last: log(246), seconds: 3, since: undefined }), 2);
});

test('too short a time says nothing', t => {
  const last = log(64, { changed: 10 * HOUR + 10 });
  t.is(perSecond({ first: last, last, seconds: 3, since: 10 * HOUR }), undefined);
});
