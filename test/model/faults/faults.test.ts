import test from 'ava';
import { KeychainError, RecordError } from '../../../lib/errors.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';
import type { Behaviour } from '../../support/model/mock-server.js';

const PASSING: [string, Behaviour][] = [
  ['500', { status: 500 }],
  ['503', { status: 503, body: '<html>down</html>' }],
  ['408', { status: 408 }],
  ['a reset', 'reset'],
  ['a hang', 'hang'],
  ['a truncated body', 'truncated'],
  ['invalid JSON', 'not-json'],
  ['missing choices', 'no-choices'],
  ['an error inside a 200', { status: 200, body: { error: { code: 502, message: 'upstream' } } }],
  ['a choice without a message', { status: 200, body: { choices: [{ text: 'x' }] } }],
  [
    'an aborted choice',
    { status: 200, body: { choices: [{ message: { content: '' }, finish_reason: 'abort' }] } },
  ],
];
for (const [name, behaviour] of PASSING) {
  test(`${name} is tried again, and is a reject after the retries`, async t => {
    const mock = await mockFor(t, {
      script: { passing: [behaviour, behaviour] },
      otherwise: behaviour,
    });
    // Short where it must run out only; a busy machine may take long over anything else.
    const timeoutMs = behaviour === 'hang' ? 1500 : 60_000;
    const chat = await chatFor(t, { urls: [mock.url], retries: 2, timeoutMs });
    const rejected = await chat.ask(ask('lasting'));
    t.true(rejected instanceof RecordError);
    t.is((rejected as RecordError).code as string, 'MODEL_FAILED');
    t.regex((rejected as RecordError).message, /^tried 3 times; last: .*127\.0\.0\.1/);
    t.is(mock.calls.length, 3);
    mock.options.otherwise = 'answer';
    t.deepEqual(texts(await chat.ask(ask('passing'))), [texts(await chat.ask(ask('passing')))[0]!]);
    t.is(mock.calls.length, 6);
  });
}

test('every request ends with its rollouts or as a reject, and no finished call is made twice', async t => {
  const rates: [Behaviour, number][] = [
    [{ status: 429 }, 0.02],
    [{ status: 500 }, 0.15],
    ['reset', 0.03],
    ['not-json', 0.01],
    ['truncated', 0.01],
    ['hang', 0.01],
  ];
  const mock = await mockFor(t, { latencyMs: 5, faults: { seed: 1, rates } });
  const chat = await chatFor(t, { urls: [mock.url], concurrency: 32, retries: 2, timeoutMs: 4000 });
  const names = Array.from({ length: 600 }, (_, i) => `q${i}`);
  const results = await Promise.all(names.map(name => chat.ask(ask(name, 8))));
  let rejected = 0;
  for (const [i, result] of results.entries()) {
    const finished = mock.calls.filter(call => call.key === names[i] && call.finished);
    if (result instanceof RecordError) {
      rejected++;
      t.is(finished.length, 0);
      t.regex(result.message, /^tried 3 times; last: /);
    } else {
      t.is(finished.length, 1);
      t.deepEqual(texts(result), finished[0]!.finished!.texts);
    }
  }
  // 0.21^3 of 600
  t.true(rejected > 0 && rejected < 20, `${rejected} rejects`);
  t.true(mock.mostInFlight <= 32);
  t.is(chat.totals().requests, mock.calls.length);
});

for (const status of [401, 403]) {
  test(`${status} stops the run at once, in one line`, async t => {
    process.env.REFUSED_KEY = 'refused-secret-key-0123456789';
    const body = { error: { message: 'Incorrect API key: refused-secret-key-0123456789' } };
    const mock = await mockFor(t, {
      latencyMs: 20,
      script: { bad: [{ status, body }], slow: ['hang'] },
    });
    const chat = await chatFor(t, { urls: [mock.url], apiKeyEnv: 'REFUSED_KEY', concurrency: 2 });
    const others = [chat.ask(ask('slow')), chat.ask(ask('bad')), chat.ask(ask('queued'))];
    const ends = await Promise.allSettled(others);
    for (const end of ends) {
      t.is(end.status, 'rejected');
      const { reason } = end as PromiseRejectedResult;
      t.true(reason instanceof KeychainError);
      t.is(reason.code, 'MODEL_KEY_REFUSED');
      t.is(reason.message, `${mock.url} refuses the API key in REFUSED_KEY (${status})`);
    }
    await t.throwsAsync(chat.ask(ask('later')), { message: /refuses the API key/ });
    t.is(mock.calls.length, 2);
  });
}

test('an empty account stops the run', async t => {
  const body = { error: { code: 'insufficient_quota', message: 'You exceeded your quota' } };
  const mock = await mockFor(t, { otherwise: { status: 429, body } });
  const chat = await chatFor(t, { urls: [mock.url] });
  await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_QUOTA_SPENT' });
  t.is(mock.calls.length, 1);
});

test('an aborted request takes back its own call, and no other', async t => {
  const mock = await mockFor(t, { latencyMs: 50, script: { hangs: ['hang'] } });
  const chat = await chatFor(t, { urls: [mock.url] });
  const abort = new AbortController();
  const hangs = chat.ask(ask('hangs'), abort.signal);
  const other = chat.ask(ask('other'));
  setTimeout(() => abort.abort(new Error('taken back')), 20);
  await t.throwsAsync(hangs, { message: 'taken back' });
  t.is(texts(await other).length, 1);
  await new Promise(resolve => setTimeout(resolve, 50));
  t.is(mock.inFlight, 0);
});
