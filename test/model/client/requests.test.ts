import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';

test('n choices come from one call, in rollout order', async t => {
  const mock = await mockFor(t);
  const chat = await chatFor(t, { urls: [mock.url], topP: 0.9, parameters: { seed: 7 } });
  const answers = await chat.ask(ask('q', 8));
  t.deepEqual(
    texts(answers),
    Array.from({ length: 8 }, (_, i) => `answer ${i + 1}`),
  );
  t.is(mock.calls.length, 1);
  t.like(answers, {
    0: {
      finish_reason: 'stop',
    },
  });
  t.deepEqual(mock.calls[0]!.body, {
    model: 'm',
    messages: [{ role: 'user', content: 'q' }],
    temperature: 1,
    top_p: 0.9,
    max_tokens: 2048,
    seed: 7,
    n: 8,
  });
  t.is(mock.calls[0]!.url, '/v1/chat/completions');
  t.deepEqual(chat.totals(), {
    requests: 1,
    promptTokens: 10,
    completionTokens: 40,
    cost: 0,
    reused: 0,
  });
});

for (const [choices, first, later] of [
  [1, 8, 8],
  [3, 3, 3],
  [7, 2, 2],
] as const) {
  test(`a server that gives ${choices} of 8 is asked again for the others`, async t => {
    const mock = await mockFor(t, { choices });
    const chat = await chatFor(t, { urls: [mock.url] });
    t.is(new Set(texts(await chat.ask(ask('a', 8)))).size, 8);
    t.is(mock.calls.length, first);
    t.is(new Set(texts(await chat.ask(ask('b', 8)))).size, 8);
    t.is(mock.calls.length, first + later);
  });
}

test('a server that ignores n is soon asked for single choices at once', async t => {
  const mock = await mockFor(t, { choices: 1, latencyMs: 50 });
  const chat = await chatFor(t, { urls: [mock.url] });
  await chat.ask(ask('a', 8));
  mock.mostInFlight = 0;
  await chat.ask(ask('b', 8));
  t.is(mock.mostInFlight, 8);
  t.true(mock.calls.slice(8).every(call => call.n === 1));
});

test('a server that refuses n is asked for single choices', async t => {
  const body = { error: { code: 500, message: 'Only one completion choice is allowed' } };
  const mock = await mockFor(t, { refuseMany: { status: 500, body } });
  const chat = await chatFor(t, { urls: [mock.url] });
  t.is(new Set(texts(await chat.ask(ask('a', 4)))).size, 4);
  t.is(mock.calls.length, 5);
});

test('reasoning, parts and missing content are read', async t => {
  const body = {
    choices: [
      { message: { content: 'x', reasoning_content: 'r1', usage: null }, finish_reason: 'stop' },
      { message: { content: null, reasoning: 'r2' }, finish_reason: 'length' },
      { message: { content: [{ type: 'text', text: 'a' }, { text: 'b' }] } },
    ],
  };
  const mock = await mockFor(t, { otherwise: { status: 200, body } });
  const chat = await chatFor(t, { urls: [mock.url] });
  t.deepEqual(await chat.ask(ask('q', 3)), [
    { text: 'x', finish_reason: 'stop', reasoning_content: 'r1', usage: null },
    { text: '', finish_reason: 'length', reasoning_content: 'r2', usage: null },
    { text: 'ab', finish_reason: null, usage: null },
  ]);
});

test('Azure gets its header and its api-version; others get a bearer token', async t => {
  process.env.AZURE_TEST_KEY = 'azure-secret-0123456789';
  const mock = await mockFor(t);
  const apiKeyEnv = 'AZURE_TEST_KEY';
  const base = mock.url.replace('/v1', '/openai/deployments/d');
  const azure = await chatFor(t, { urls: [base], apiKeyEnv, azureApiVersion: '2024-10-21' });
  await azure.ask(ask('q'));
  const openai = await chatFor(t, { urls: [`${mock.url}/`], apiKeyEnv });
  await openai.ask(ask('q'));
  t.is(mock.calls[0]!.url, '/openai/deployments/d/chat/completions?api-version=2024-10-21');
  t.is(mock.calls[0]!.headers['api-key'], 'azure-secret-0123456789');
  t.is(mock.calls[0]!.headers.authorization, undefined);
  t.is(mock.calls[1]!.url, '/v1/chat/completions');
  t.is(mock.calls[1]!.headers.authorization, 'Bearer azure-secret-0123456789');
});

const TOO_LONG = {
  OpenAI: { status: 400, body: { error: { code: 'context_length_exceeded', message: 'no' } } },
  vLLM: {
    status: 400,
    body: {
      object: 'error',
      message:
        "This model's maximum context length is 4096 tokens. However, you requested 4472 tokens",
    },
  },
  'vLLM with a decoder prompt': {
    status: 400,
    body: {
      error: {
        message:
          'The decoder prompt (length 163840) is longer than the maximum model length of 131072.',
      },
    },
  },
  SGLang: {
    status: 400,
    body: {
      message: "The input (61709 tokens) is longer than the model's context length (40960 tokens).",
    },
  },
  'SGLang with a small pool': {
    status: 400,
    body: {
      message: 'Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).',
    },
  },
  'llama.cpp': {
    status: 500,
    body: { error: { code: 500, message: 'try again', type: 'exceed_context_size_error' } },
  },
  'llama-cpp-python': {
    status: 400,
    body: { error: { message: 'Requested tokens (2285) exceed context window of 2048' } },
  },
};
for (const [server, otherwise] of Object.entries(TOO_LONG)) {
  test(`a prompt that is too long for ${server} is a reject, not a retry`, async t => {
    const mock = await mockFor(t, { otherwise });
    const chat = await chatFor(t, { urls: [mock.url] });
    const result = await chat.ask(ask('q', 8));
    t.true(result instanceof RecordError);
    t.is((result as RecordError).code as string, 'PROMPT_TOO_LONG');
    t.is(mock.calls.length, 1);
  });
}

test("another 4xx is a reject with the first line of the server's message", async t => {
  const message = `bad ${'x'.repeat(1000)}\nsecond line`;
  const otherwise = { status: 422, body: { detail: [{ msg: message }] } };
  const mock = await mockFor(t, { otherwise, script: { b: [{ status: 418, body: 'gone\nno' }] } });
  const chat = await chatFor(t, { urls: [mock.url] });
  const long = (await chat.ask(ask('a'))) as RecordError;
  t.is(long.code as string, 'MODEL_REFUSED');
  t.true(long.message.length <= 300);
  const short = (await chat.ask(ask('b'))) as RecordError;
  t.is(short.message, `${mock.url} says 418: gone`);
  t.is(mock.calls.length, 2);
});
