import { LLMock } from '@copilotkit/aimock';
import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { ask, chatFor, texts } from '../../support/model/fixtures.js';

test('an independent implementation of the protocol is understood', async t => {
  const server = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  server.onMessage('capital', { content: 'The answer is Paris.' });
  await server.start();
  t.teardown(() => server.stop());
  const chat = await chatFor(t, { urls: [`${server.url}/v1`], retries: 30 });
  const answers = await chat.ask(ask('capital of France?', 4));
  t.deepEqual(
    texts(answers),
    Array.from({ length: 4 }, () => 'The answer is Paris.'),
  );
  t.like(answers, { 0: { finish_reason: 'stop' } });
  t.true(chat.totals().promptTokens > 0);

  server.nextRequestError(400, {
    message: "This model's maximum context length is 8 tokens.",
    code: 'context_length_exceeded',
  });
  const long = await chat.ask(ask('capital of Spain?'));
  t.is((long as RecordError).code as string, 'PROMPT_TOO_LONG');

  server.setChaos({ rateLimitRate: 0.2, disconnectRate: 0.2, malformedRate: 0.1 });
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, i) => chat.ask(ask(`capital ${i}`, 2))),
  );
  t.false(results.some(result => result instanceof RecordError));

  server.clearChaos();
  // One of many behind a gateway may have an old key: one refusal alone is tried again.
  server.nextRequestError(401, { message: 'no' });
  server.nextRequestError(401, { message: 'no' });
  await t.throwsAsync(chat.ask(ask('capital of Peru?')), { code: 'MODEL_KEY_REFUSED' });
});
