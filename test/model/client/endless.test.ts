import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { FakeClock } from '../../support/model/fake-clock.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';
import type { Behaviour } from '../../support/model/mock-server.js';

const refusal = (message: string): Behaviour => ({ status: 400, body: { error: { message } } });

/** What a server may go on complaining of, whatever is left out. */
for (const [name, behaviour] of [
  ['temperature', refusal("Unsupported value: 'temperature' is not supported")],
  ['top_p', refusal('top_p is not supported')],
  ['max_tokens', refusal("'max_tokens' is not supported, use 'max_completion_tokens'")],
  ['streaming', refusal('only stream mode is supported')],
  ['stream_options', refusal('Unrecognized request argument supplied: stream_options')],
  ['n', refusal('n must be 1')],
  ['something', refusal('no')],
] as [string, Behaviour][]) {
  test(`a server that always complains of ${name} is not asked for ever`, async t => {
    const mock = await mockFor(t);
    mock.decide = ({ key }) => (key.startsWith('bad') ? behaviour : undefined);
    const chat = await chatFor(t, { urls: [mock.url], stream: name === 'stream_options' });
    await chat.ask(ask('good'));
    const before = mock.calls.length;
    for (const bad of ['bad1', 'bad2', 'bad3']) {
      const result = await chat.ask(ask(bad, 4));
      t.is((result as RecordError).code as string, 'MODEL_REFUSED');
    }
    t.true(mock.calls.length - before <= 10, `${mock.calls.length - before} calls`);
    t.is(texts(await chat.ask(ask('better', 2))).length, 2);
  });
}

test('refusals that take turns come to an end', async t => {
  const turns = [
    refusal("'temperature' is not supported"),
    refusal("'max_tokens' is not supported, use 'max_completion_tokens'"),
    refusal("'max_completion_tokens' is not supported, use 'max_tokens'"),
    refusal('n must be at most 4'),
    refusal('only stream mode is supported'),
  ];
  const mock = await mockFor(t);
  mock.decide = () => turns[mock.calls.length % turns.length];
  const chat = await chatFor(t, { urls: [mock.url] });
  t.true((await chat.ask(ask('q', 8))) instanceof RecordError);
  t.true(mock.calls.length < 15, `${mock.calls.length}`);
});

test('one bad record at first does not have all others asked one by one', async t => {
  const mock = await mockFor(t, { latencyMs: 30 });
  mock.own = { text: () => 'x', latencyMs: ({ key }) => (key === 'bad' ? 0 : 30) };
  mock.decide = ({ key }) => (key === 'bad' ? refusal('no') : undefined);
  const chat = await chatFor(t, { urls: [mock.url], concurrency: 3 });
  const names = ['a', 'b', 'bad', 'c', 'd', 'e', 'f'];
  await Promise.all(names.map(name => chat.ask(ask(name, 8))));
  const before = mock.calls.length;
  for (const name of ['x', 'y']) t.is(texts(await chat.ask(ask(name, 8))).length, 8);
  t.is(mock.calls.length - before, 2);
});

for (const [name, headers] of [
  ['Retry-After: 0', { 'retry-after': '0' }],
  ['a date in the past', { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ['a negative wait', { 'retry-after': '-5' }],
  ['1 ms', { 'retry-after-ms': '1' }],
] as [string, Record<string, string>][]) {
  test(`a server that refuses for ever with ${name} is not stormed`, async t => {
    const clock = new FakeClock();
    const mock = await mockFor(t, { otherwise: { status: 429, headers } });
    const chat = await chatFor(t, { urls: [mock.url], clock, concurrency: 8, patienceMs: 60_000 });
    const asked = Array.from({ length: 8 }, (_, i) => chat.ask(ask(`q${i}`)));
    const ends = await clock.drive(Promise.allSettled(asked));
    for (const end of ends) t.is(end.status, 'rejected');
    t.true(mock.calls.length < 200, `${mock.calls.length} calls`);
  });
}

test('a wait without end ends the run', async t => {
  const headers = { 'retry-after': '9'.repeat(400) };
  const mock = await mockFor(t, { otherwise: { status: 429, headers } });
  const chat = await chatFor(t, { urls: [mock.url] });
  await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_UNREACHABLE', message: /asks to wait/ });
});

test('how far the next window is says nothing beside another error', async t => {
  const headers = { 'x-ratelimit-reset-requests': '8m0s', 'x-ratelimit-remaining-requests': '99' };
  const mock = await mockFor(t, { script: { q: [{ status: 500, headers }] } });
  const clock = new FakeClock();
  const chat = await chatFor(t, { urls: [mock.url], clock });
  t.is(texts(await clock.drive(chat.ask(ask('q')))).length, 1);
  t.true(clock.now() < 1000, `${clock.now()}`);
});

test("one request beyond a minute's tokens is of the record, not busy", async t => {
  const message =
    'Request too large for m in organization o on tokens per min (TPM): Limit 30000, Requested 41000. The input or output tokens must be reduced in order to run successfully.';
  const mock = await mockFor(t, {
    script: { big: [{ status: 429, body: { error: { message } } }] },
  });
  const chat = await chatFor(t, { urls: [mock.url] });
  t.is(((await chat.ask(ask('big'))) as RecordError).code as string, 'PROMPT_TOO_LONG');
  t.is(texts(await chat.ask(ask('small'))).length, 1);
  t.is(mock.calls.length, 2);
});
