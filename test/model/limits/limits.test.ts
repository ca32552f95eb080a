import test from 'ava';
import { FakeClock } from '../../support/model/fake-clock.js';
import { ask, chatFor, mockFor } from '../../support/model/fixtures.js';
import type { SeenCall } from '../../support/model/mock-server.js';

/** The most units that any minute saw. */
function busiestMinute(moments: { at: number; units: number }[]): number {
  const sums = moments.map(({ at: from }) =>
    moments
      .filter(({ at }) => at >= from && at < from + 60_000)
      .reduce((sum, { units }) => sum + units, 0),
  );
  return Math.max(...sums);
}

const many = (count: number) => Array.from({ length: count }, (_, i) => `q${i}`);

test('in flight is never above the concurrency, with further calls and retries too', async t => {
  const mock = await mockFor(t, {
    latencyMs: 5,
    choices: 3,
    faults: { seed: 3, rates: [[{ status: 500 }, 0.1]] },
  });
  const chat = await chatFor(t, { urls: [mock.url], concurrency: 7 });
  await Promise.all(many(100).map(name => chat.ask(ask(name, 8))));
  t.is(mock.mostInFlight, 7);
});

test('no minute sees more requests than --rpm, and the rate comes close to it', async t => {
  const clock = new FakeClock();
  const mock = await mockFor(t);
  const chat = await chatFor(t, { urls: [mock.url], rpm: 120, clock, concurrency: 4 });
  const moments: { at: number; units: number }[] = [];
  mock.onFinish = () => moments.push({ at: clock.now(), units: 1 });
  const all = Promise.all(many(240).map(name => chat.ask(ask(name))));
  await clock.drive(all);
  t.is(moments.length, 240);
  t.true(busiestMinute(moments) <= 120, `${busiestMinute(moments)}`);
  t.true(clock.now() < 121_000 && clock.now() > 118_000, `${clock.now()}`);
});

test('--tpm counts an estimate before and the reported usage after', async t => {
  const clock = new FakeClock();
  // 10 tokens for the prompt and 5 for the answer, where 10 + 50 may be needed.
  const mock = await mockFor(t);
  const chat = await chatFor(t, {
    urls: [mock.url],
    tpm: 6000,
    maxTokens: 50,
    clock,
    concurrency: 1,
  });
  const moments: { at: number; units: number }[] = [];
  mock.onFinish = () => moments.push({ at: clock.now(), units: 15 });
  const promptTokens = 10;
  const asks = many(500).map(name => chat.ask({ ...ask(name), promptTokens }));
  await clock.drive(Promise.all(asks));
  t.true(busiestMinute(moments) <= 6000, `${busiestMinute(moments)}`);
  // 7,500 tokens at the rate of the limit, not the 30,000 of the estimates.
  t.true(clock.now() > 70_000 && clock.now() < 80_000, `${clock.now()}`);
});

for (const [name, headers, waits] of [
  ['seconds', { 'retry-after': '7' }, 7_000],
  [
    'a date',
    { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
    9_000,
  ],
  ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
] as const) {
  test(`Retry-After as ${name} is kept, with a little jitter on top`, async t => {
    const clock = new FakeClock(Date.parse('2026-01-01T00:00:00Z'));
    const mock = await mockFor(t, { script: { q: [{ status: 429, headers }] } });
    const chat = await chatFor(t, { urls: [mock.url], clock, backoffMs: 100 });
    let answeredAt = 0;
    mock.onFinish = () => {
      answeredAt = clock.now();
    };
    await clock.drive(chat.ask(ask('q')));
    t.true(answeredAt >= waits && answeredAt <= waits + 100, `${answeredAt}`);
  });
}

test('a Retry-After that is longer than the patience stops the run', async t => {
  const headers = { 'retry-after': '3600' };
  const mock = await mockFor(t, { otherwise: { status: 429, headers } });
  const chat = await chatFor(t, { urls: [mock.url] });
  await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_UNREACHABLE', message: /wait 3600 s/ });
});

test('backoff doubles, with jitter that is the same in every run', async t => {
  const times = async (): Promise<number[]> => {
    const clock = new FakeClock();
    const mock = await mockFor(t, { otherwise: { status: 500 } });
    const chat = await chatFor(t, { urls: [mock.url], clock, backoffMs: 100, retries: 4 });
    const seen: number[] = [];
    const note = (call: SeenCall): void => void (call.n === 1 && seen.push(clock.now()));
    mock.calls.push = (...calls) => calls.map(note).length;
    await clock.drive(chat.ask(ask('q')));
    return seen;
  };
  const first = await times();
  t.is(first.length, 5);
  for (let retry = 1; retry < 5; retry++) {
    const wait = first[retry]! - first[retry - 1]!;
    t.true(wait >= 50 * 2 ** (retry - 1) && wait <= 100 * 2 ** (retry - 1), `${wait}`);
  }
  t.deepEqual(await times(), first);
});

for (const [cap, options, most] of [
  ['requests', { maxRequests: 10 }, 10],
  ['tokens', { maxTotalTokens: 150 }, 10],
  ['cost', { maxCost: 0.02, priceIn: 100, priceOut: 200 }, 10],
] as const) {
  test(`the cap on ${cap} is used up and never exceeded`, async t => {
    const mock = await mockFor(t, { latencyMs: 5 });
    const chat = await chatFor(t, {
      urls: [mock.url],
      maxTokens: 5,
      concurrency: 4,
      ...options,
    });
    const ends = await Promise.allSettled(
      many(30).map(name => chat.ask({ ...ask(name), promptTokens: 10 })),
    );
    const failed = ends.filter(end => end.status === 'rejected');
    t.is(failed[0]?.reason.code, 'MODEL_CAP_REACHED');
    t.regex(failed[0]?.reason.message, /same command again/);
    t.is(mock.calls.length, most);
    const { requests, promptTokens, completionTokens } = chat.totals();
    t.deepEqual([requests, promptTokens, completionTokens], [10, 100, 50]);
    if (cap === 'cost') t.true(Math.abs(chat.totals().cost - 0.02) < 1e-12);
  });
}

test('the run is over after its time, and says so', async t => {
  const mock = await mockFor(t, { otherwise: 'hang' });
  const chat = await chatFor(t, { urls: [mock.url], runTimeoutMs: 50 });
  await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_TIME_OVER' });
});

test('answers without usage figures are counted by their length', async t => {
  const mock = await mockFor(t, { usage: false, sameText: true });
  const chat = await chatFor(t, { urls: [mock.url] });
  await chat.ask(ask('question', 2));
  // "question" has 8 bytes; two answers "the answer to question" have 44.
  t.like(chat.totals(), { promptTokens: 6, completionTokens: 11 });
});
