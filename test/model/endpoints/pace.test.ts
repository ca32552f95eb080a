import test from 'ava';
import { Pace } from '../../../lib/model/endpoints/pace.js';

/** A server's limit: whether a request at that time is let through, and what it asks to wait. */
type Limit = (now: number) => { passes: boolean; waitMs?: number };

interface Case {
  limit: Limit;
  requests: number;
  latencyMs: number;
  concurrency?: number;
}

/** Time that all requests take, in ms, and how many refusals they meet on the way. */
function simulate({ limit, requests, latencyMs, concurrency = 64 }: Case) {
  const pace = new Pace();
  const events: { at: number; happen: () => void }[] = [];
  const result = { ms: 0, refusals: 0 };
  let now = 0;
  let waiting = requests;
  let inFlight = 0;
  let wakesAt = Number.POSITIVE_INFINITY;
  const later = (at: number, happen: () => void): void => void events.push({ at, happen });
  const go = (): void => {
    while (inFlight < concurrency && waiting > 0) {
      const at = pace.readyAt(now);
      if (at > now) {
        if (at < wakesAt || wakesAt <= now) {
          wakesAt = at;
          later(at, go);
        }
        return;
      }
      send();
    }
  };
  const send = (): void => {
    const sentAt = now;
    const { passes, waitMs } = limit(now);
    inFlight++;
    waiting--;
    pace.sent(sentAt);
    later(now + (passes ? latencyMs : 5), () => {
      inFlight--;
      if (passes) pace.passed(sentAt);
      else {
        pace.refused(sentAt, now, waitMs);
        result.refusals++;
        waiting++;
      }
      go();
    });
  };
  go();
  while (events.length > 0) {
    events.sort((a, b) => a.at - b.at);
    const { at, happen } = events.shift()!;
    now = at;
    happen();
  }
  result.ms = now;
  return result;
}

/** So many a second, of which up to `burst` may be saved up. */
function bucket(perSecond: number, burst: number, wait?: (missingMs: number) => number): Limit {
  let level = burst;
  let filledAt = 0;
  return now => {
    level = Math.min(burst, level + ((now - filledAt) * perSecond) / 1000);
    filledAt = now;
    if (level >= 1) {
      level--;
      return { passes: true };
    }
    const waitMs = wait?.(((1 - level) / perSecond) * 1000);
    return { passes: false, ...(waitMs === undefined ? {} : { waitMs }) };
  };
}

/** So many in each minute of the clock. */
function fixedWindow(perMinute: number): Limit {
  let minute = -1;
  let used = 0;
  return now => {
    if (Math.floor(now / 60_000) !== minute) {
      minute = Math.floor(now / 60_000);
      used = 0;
    }
    return { passes: used++ < perMinute };
  };
}

const NAMES: [string, ((missing: number) => number) | undefined][] = [
  ['says nothing', undefined],
  ['asks for 1 s', () => 1000],
  ['asks for 500 ms', () => 500],
  ['says when', missing => missing],
];
for (const [name, wait] of NAMES) {
  for (const latencyMs of [50, 500, 3000]) {
    test(`2 a second without burst, a server that ${name}, answers in ${latencyMs} ms: at most 15 % longer`, t => {
      const { ms } = simulate({ limit: bucket(2, 1, wait), requests: 120, latencyMs });
      t.true(ms <= 1.15 * (119 * 500 + latencyMs), `${ms}`);
    });
  }
}

test('what is saved up is used, and then the rate is kept', t => {
  const { ms } = simulate({ limit: bucket(20, 20), requests: 2000, latencyMs: 1000 });
  t.true(ms <= 1.1 * 100_000, `${ms}`);
});

test('a fast limit is found as well', t => {
  const { ms, refusals } = simulate({ limit: bucket(100, 1), requests: 4000, latencyMs: 300 });
  t.true(ms <= 1.15 * 40_000, `${ms}`);
  t.true(refusals < 400, `${refusals}`);
});

test('a window that is used up is waited for, without a storm of requests', t => {
  const { ms, refusals } = simulate({ limit: fixedWindow(60), requests: 150, latencyMs: 50 });
  t.true(ms <= 1.15 * 120_000, `${ms}`);
  t.true(refusals < 200, `${refusals}`);
});

test('after an outage it goes on as before', t => {
  const limit: Limit = now => ({ passes: now < 1000 || now >= 46_000 });
  const { ms } = simulate({ limit, requests: 3000, latencyMs: 500, concurrency: 256 });
  t.true(ms <= 60_000, `${ms}`);
});

test('a server that refuses some whatever the pace is not asked ever more slowly', t => {
  let asked = 0;
  const limit: Limit = () => ({ passes: ++asked % 9 !== 0 });
  const { ms } = simulate({ limit, requests: 1600, latencyMs: 50 });
  // 200 refusals, behind each of which it waits for a moment.
  t.true(ms <= 200 * 100, `${ms}`);
});

test('without a refusal nothing is held back', t => {
  const limit: Limit = () => ({ passes: true });
  const { ms } = simulate({ limit, requests: 2560, latencyMs: 200, concurrency: 256 });
  t.is(ms, 2000);
});
