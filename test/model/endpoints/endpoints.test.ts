import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';
import { startMock } from '../../support/model/mock-server.js';

const many = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => ask(`${prefix}${i}`));

test('load is spread over the endpoints', async t => {
  const mocks = await Promise.all([1, 2, 3].map(() => mockFor(t, { latencyMs: 5 })));
  const chat = await chatFor(t, { urls: mocks.map(({ url }) => url), concurrency: 6 });
  await Promise.all(many('q', 90).map(request => chat.ask(request)));
  for (const mock of mocks) {
    t.true(mock.calls.length >= 20, `${mock.calls.length}`);
    t.true(mock.mostInFlight <= 3);
  }
});

test('a slow endpoint gets less', async t => {
  const [slow, fast] = [await mockFor(t, { latencyMs: 400 }), await mockFor(t, { latencyMs: 5 })];
  const chat = await chatFor(t, { urls: [slow.url, fast.url], concurrency: 4 });
  await Promise.all(many('q', 80).map(request => chat.ask(request)));
  t.true(slow.calls.length < fast.calls.length);
});

test('an endpoint that fails again and again is set aside, and used again when it is well', async t => {
  const [sick, well] = [
    await mockFor(t, { otherwise: { status: 500 } }),
    await mockFor(t, { latencyMs: 2 }),
  ];
  const notices: string[] = [];
  const chat = await chatFor(t, {
    urls: [sick.url, well.url],
    concurrency: 4,
    setAsideMs: 100,
    onNotice: line => notices.push(line),
  });
  const first = await Promise.all(many('a', 60).map(request => chat.ask(request)));
  t.true(first.every(result => !(result instanceof RecordError)));
  t.true(sick.calls.length < 12, `${sick.calls.length}`);
  t.regex(notices[0]!, /is set aside: .* says 500/);
  sick.options.otherwise = 'answer';
  const before = sick.calls.length;
  for (let round = 0; round < 40 && sick.calls.length - before <= 10; round++) {
    await new Promise(resolve => setTimeout(resolve, 100));
    await Promise.all(many(`b${round} `, 30).map(request => chat.ask(request)));
  }
  t.true(sick.calls.length - before > 10, `${sick.calls.length - before}`);
  t.regex(notices.at(-1)!, /is back/);
});

test('a server that dies half-way and comes back costs no record', async t => {
  const first = await startMock({ latencyMs: 5 });
  const port = Number(new URL(first.url).port);
  const chat = await chatFor(t, { urls: [first.url], concurrency: 8, retries: 2 });
  const all = Promise.all(many('q', 200).map(request => chat.ask(request)));
  await new Promise(resolve => setTimeout(resolve, 60));
  await first.close();
  await new Promise(resolve => setTimeout(resolve, 400));
  const second = await startMock({ latencyMs: 1 }, port);
  t.teardown(() => second.close());
  const results = await all;
  t.true(results.every(result => !(result instanceof RecordError)));
  t.true(second.calls.length > 0);
  const finished = [...first.calls, ...second.calls].filter(call => call.finished);
  t.true(finished.length >= 200 && finished.length <= 208, `${finished.length}`);
});

test('when nobody is there for longer than the patience, the run says what to do', async t => {
  const mock = await startMock();
  await mock.close();
  const chat = await chatFor(t, { urls: [mock.url], patienceMs: 300 });
  const started = performance.now();
  const error = await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_UNREACHABLE' });
  t.true(performance.now() - started >= 290);
  t.regex(error!.message, /0\.3 s; last: .*ECONNREFUSED.*Start a server.*same command again/);
  t.notRegex(error!.message, /\n/);
});

test('one bad request alone makes no endpoint sick', async t => {
  const script = { bad: Array.from({ length: 9 }, () => ({ status: 500 })) };
  const mock = await mockFor(t, { script });
  const notices: string[] = [];
  const chat = await chatFor(t, { urls: [mock.url], onNotice: line => notices.push(line) });
  t.true((await chat.ask(ask('bad'))) instanceof RecordError);
  t.deepEqual(notices, []);
  t.is(texts(await chat.ask(ask('good'))).length, 1);
});
