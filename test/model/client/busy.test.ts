import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { FakeClock } from '../../support/model/fake-clock.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';
import type { Behaviour } from '../../support/model/mock-server.js';

const many = (count: number) => Array.from({ length: count }, (_, i) => ask(`q${i}`, 2));

for (const [name, headers] of [
  ['says nothing', {}],
  ['resets in 500 ms', { 'x-ratelimit-reset-requests': '500ms' }],
  ['asks for a second', { 'retry-after': '1' }],
] as [string, Record<string, string>][]) {
  test(`120 questions at 2 a second, a server that ${name}: none is lost, at most 15 % longer`, async t => {
    const clock = new FakeClock();
    const mock = await mockFor(t);
    let level = 1;
    let filledAt = 0;
    mock.decide = () => {
      level = Math.min(1, level + (clock.now() - filledAt) / 500);
      filledAt = clock.now();
      if (level < 1) return { status: 429, headers };
      level--;
      return undefined;
    };
    const chat = await chatFor(t, { urls: [mock.url], clock, concurrency: 64, backoffMs: 500 });
    const results = await clock.drive(Promise.all(many(120).map(one => chat.ask(one))));
    t.true(results.every(result => texts(result).length === 2));
    t.true(clock.now() <= 1.15 * 119 * 500, `${clock.now()}`);
  });
}

const DISGUISES: [string, Behaviour][] = [
  ['503', { status: 503 }],
  ['502 with a page', { status: 502, body: '<html>bad gateway</html>' }],
  ['an error inside 200', { status: 200, body: { error: { message: 'x', code: 'server_error' } } }],
  ['overload inside 200', { status: 200, body: { error: { code: 'server_overloaded' } } }],
  ['a page inside 200', { status: 200, body: '<!doctype html><html>maintenance</html>' }],
  ['429', { status: 429 }],
  ["an ingress's 404", { status: 404, body: 'default backend - 404' }],
  [
    'a model that is swapped out',
    { status: 404, body: { error: 'model "m" not found, try pulling it first' } },
  ],
  ['no choices', { status: 200, body: { choices: [] } }],
  ['a refused key', { status: 503, body: { error: { message: 'no key' } } }],
];
for (const [name, behaviour] of DISGUISES) {
  for (const concurrency of [4, 256]) {
    test(`an outage of 45 s that looks like ${name} costs no record, ${concurrency} at once`, async t => {
      const clock = new FakeClock();
      const mock = await mockFor(t);
      let answered = 0;
      let downSince: number | undefined;
      mock.decide = () => {
        if (answered >= 20) downSince ??= clock.now();
        if (downSince !== undefined && clock.now() < downSince + 45_000) return behaviour;
        answered++;
        return undefined;
      };
      const chat = await chatFor(t, {
        urls: [mock.url],
        clock,
        concurrency,
        backoffMs: 500,
        setAsideMs: 2000,
      });
      const count = concurrency === 4 ? 24 : 300;
      const results = await clock.drive(Promise.all(many(count).map(one => chat.ask(one))));
      t.deepEqual(
        results.filter(result => result instanceof RecordError),
        [],
      );
      t.true(clock.now() < 120_000, `${clock.now()}`);
    });
  }
}

/** What may be the matter with one of two endpoints. */
const TROUBLES: [string, Behaviour][] = [
  ['a wait of an hour', { status: 429, headers: { 'retry-after': '3600' } }],
  ['a wait of 20 s', { status: 429, headers: { 'retry-after': '20' } }],
  ['maintenance for an hour', { status: 503, headers: { 'retry-after': '3600' } }],
  ['no money', { status: 429, body: { error: { code: 'insufficient_quota', message: 'gone' } } }],
  ['a page', { status: 200, body: '<!doctype html><html></html>' }],
  ['an error inside 200', { status: 200, body: { error: { code: 'overloaded', message: 'x' } } }],
  ['429', { status: 429 }],
  ['a redirect', { status: 308, headers: { location: 'https://elsewhere.example/v1' } }],
  ['another model', { status: 404, body: { error: { message: 'The model `m` does not exist.' } } }],
  ['a short context', { status: 400, body: { error: { code: 'context_length_exceeded' } } }],
  ['a refused key', { status: 401 }],
  [
    'a field that it does not know',
    { status: 400, body: { error: { message: 'bad field top_k' } } },
  ],
  ['500', { status: 500 }],
];
for (const [name, behaviour] of TROUBLES) {
  test(`beside a healthy endpoint, one with ${name} costs no record and no time`, async t => {
    const clock = new FakeClock();
    const [ill, well] = [await mockFor(t, { otherwise: behaviour }), await mockFor(t)];
    const chat = await chatFor(t, {
      urls: [ill.url, well.url],
      clock,
      concurrency: 8,
      retries: 3,
      backoffMs: 500,
      setAsideMs: 2000,
    });
    const results = await clock.drive(Promise.all(many(200).map(one => chat.ask(one))));
    t.deepEqual(
      results.filter(result => result instanceof RecordError),
      [],
    );
    t.is(well.calls.filter(call => call.finished).length, 200);
    t.true(ill.calls.length < 50, `${ill.calls.length} calls of the ill one`);
    t.true(clock.now() < 5000, `${clock.now()}`);
  });
}

test('where each of two endpoints is out, the run ends with the more telling reason', async t => {
  const poor = { status: 402, body: { error: { message: 'Insufficient Balance' } } };
  const [a, b] = [
    await mockFor(t, { otherwise: poor }),
    await mockFor(t, { otherwise: { status: 401 } }),
  ];
  const notices: string[] = [];
  const chat = await chatFor(t, { urls: [a.url, b.url], onNotice: line => notices.push(line) });
  await t.throwsAsync(chat.ask(ask('q')), {
    code: 'MODEL_QUOTA_SPENT',
    message: /Insufficient Balance\. Top up/,
  });
  t.is(notices.length, 1);
  t.regex(notices[0]!, /is asked no more: /);
});

test('a model that is not there is told within a few calls', async t => {
  const body = { error: { message: 'The model `m` does not exist.', code: 404 } };
  const mock = await mockFor(t, { otherwise: { status: 404, body } });
  const chat = await chatFor(t, { urls: [mock.url], concurrency: 4 });
  await t.throwsAsync(Promise.all(many(205).map(one => chat.ask(one))), {
    code: 'MODEL_NOT_SERVED',
    message: /does not exist; is --model the name/,
  });
  t.true(mock.calls.length <= 8, `${mock.calls.length}`);
});

test('what every request is refused for is not asked of every record', async t => {
  const mock = await mockFor(t, {
    otherwise: { status: 400, body: { error: { message: 'no: 17' } } },
  });
  const chat = await chatFor(t, { urls: [mock.url], concurrency: 4 });
  const results = await Promise.allSettled(many(205).map(one => chat.ask(one)));
  t.true(results.some(end => end.status === 'rejected' && end.reason.code === 'MODEL_NOT_SERVED'));
  t.true(mock.calls.length <= 24, `${mock.calls.length}`);
});
