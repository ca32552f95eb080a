import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { openChat } from '../../../lib/model/client/chat.js';
import { ask, chatFor, mockFor, scratch } from '../../support/model/fixtures.js';
import { startMock } from '../../support/model/mock-server.js';

const KEY = 'sk-proj-very-secret-0123456789abcdef';
process.env.LEAK_TEST_KEY = KEY;
const apiKeyEnv = 'LEAK_TEST_KEY';

/** Everything that can be seen of a value. */
const seen = (value: unknown): string =>
  inspect(value, { depth: 20, showHidden: true, getters: false }) + JSON.stringify(value);

test('the key is in no answer, error, notice or journal, even if a server repeats it', async t => {
  const echo = (status: number) => ({ status, body: { error: { message: `your key ${KEY} x` } } });
  const mock = await mockFor(t, {
    script: {
      refused: [echo(400)],
      failing: [echo(500), echo(500)],
      echoed: [
        {
          status: 200,
          body: {
            choices: [{ message: { content: `a ${KEY}`, reasoning: KEY }, finish_reason: KEY }],
          },
        },
      ],
      denied: [echo(401), echo(401)],
    },
    latencyMs: 10,
  });
  const dead = await startMock();
  await dead.close();
  const journal = await scratch(t);
  const notices: string[] = [];
  const chat = await chatFor(t, {
    urls: [mock.url, dead.url],
    journal,
    apiKeyEnv,
    retries: 1,
    patienceMs: 500,
    onNotice: line => notices.push(line),
  });
  const values: unknown[] = [];
  const keep = (value: unknown): void => void values.push(value);
  for (const name of ['plain', 'refused', 'failing', 'echoed', 'denied', 'after']) {
    const asked = chat.ask(ask(name, 1));
    // While the request, with its header, is in flight.
    keep(seen(chat) + seen(asked));
    await asked.then(keep, keep);
  }
  t.is(values.length, 12);
  t.true(values[3] instanceof RecordError);
  keep(notices);
  keep(chat.totals());
  for (const value of values) t.false(seen(value).includes(KEY), seen(value));
  t.true(mock.calls[0]!.headers.authorization === `Bearer ${KEY}`);
  await chat.close();
  for (const file of await readdir(journal)) {
    t.false((await readFile(join(journal, file))).includes(KEY), file);
  }
});

test('a key in the environment is only asked for when it is named', async t => {
  const journal = await scratch(t);
  const options = { urls: ['http://127.0.0.1:9/v1'], model: 'm', journal };
  t.throws(() => openChat({ ...options, apiKeyEnv: 'NO_SUCH_KEY' }), {
    code: 'USAGE',
    message: /NO_SUCH_KEY/,
  });
  process.env.BAD_TEST_KEY = 'secret\nline';
  const error = t.throws(() => openChat({ ...options, apiKeyEnv: 'BAD_TEST_KEY' }), {
    code: 'USAGE',
  });
  t.notRegex(seen(error), /secret/);
});

for (const [name, wrong] of [
  ['a URL that is none', { urls: ['//user:secret@'] }],
  ['a password in a URL', { urls: ['http://user:secret@127.0.0.1:9/v1'] }],
  ['another protocol', { urls: ['ftp://127.0.0.1/'] }],
  ['no URL', { urls: [] }],
  ['no concurrency', { concurrency: 0 }],
  ['a cap on the cost without prices', { maxCost: 1 }],
  ['a parameter of our own', { parameters: { n: 3 } }],
] as const) {
  test(`${name} is a wrong usage`, async t => {
    const journal = await scratch(t);
    const options = { urls: ['http://127.0.0.1:9/v1'], model: 'm', journal, ...wrong };
    const error = t.throws(() => openChat({ ...options, urls: [...options.urls] }), {
      code: 'USAGE',
    });
    t.notRegex(seen(error), /secret/);
  });
}

test('a server that wants a key where none is given says where to put it', async t => {
  const before = process.env.OPENAI_API_KEY;
  delete process.env.OPENAI_API_KEY;
  t.teardown(() => {
    if (before !== undefined) process.env.OPENAI_API_KEY = before;
  });
  const mock = await mockFor(t, { otherwise: { status: 401 } });
  const chat = await chatFor(t, { urls: [mock.url] });
  await t.throwsAsync(chat.ask(ask('q')), {
    code: 'MODEL_KEY_REFUSED',
    message: /asks for an API key \(401\); put it into OPENAI_API_KEY, or name/,
  });
});
