import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { ask, chatFor, mockFor, scratch, texts } from '../../support/model/fixtures.js';

/** A command that prints another key each time that it is run, and how often it was. */
async function counting(dir: string): Promise<string> {
  const script = join(dir, 'key.mjs');
  await writeFile(
    script,
    `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const file = ${JSON.stringify(join(dir, 'count'))};
const count = existsSync(file) ? Number(readFileSync(file, 'utf8')) + 1 : 1;
writeFileSync(file, String(count));
console.log('token-of-a-cloud-identity-' + count);`,
  );
  return `"${process.execPath}" "${script}"`;
}

test('a key that a command prints is used until it is refused, and is then printed again', async t => {
  const apiKeyCommand = await counting(await scratch(t));
  const mock = await mockFor(t, { latencyMs: 5 });
  let valid = 1;
  mock.decide = ({ headers }) =>
    headers.authorization === `Bearer token-of-a-cloud-identity-${valid}`
      ? undefined
      : { status: 401, body: { error: { message: 'expired' } } };
  const chat = await chatFor(t, { urls: [mock.url], apiKeyCommand, concurrency: 8 });
  const round = (name: string) =>
    Promise.all(Array.from({ length: 20 }, (_, i) => chat.ask(ask(`${name}${i}`))));
  for (const result of await round('a')) t.is(texts(result).length, 1);
  valid = 2;
  for (const result of await round('b')) t.is(texts(result).length, 1);
});

test('a key that is refused though it is new ends the run', async t => {
  const apiKeyCommand = await counting(await scratch(t));
  const mock = await mockFor(t, { otherwise: { status: 401 } });
  const chat = await chatFor(t, { urls: [mock.url], apiKeyCommand });
  await t.throwsAsync(chat.ask(ask('q')), {
    code: 'MODEL_KEY_REFUSED',
    message: /refuses the API key that the command prints/,
  });
  t.true(mock.calls.length < 5, `${mock.calls.length}`);
});

for (const [name, command, message] of [
  ['fails', 'exit 3', /ended with 3; run it by hand/],
  ['prints nothing', 'true', /prints nothing/],
  ['asks for something', 'cat', /prints nothing/],
  ['prints more than a key', 'echo two words', /prints more than a key/],
] as const) {
  test(`a command that ${name} ends the run`, async t => {
    const mock = await mockFor(t);
    const chat = await chatFor(t, { urls: [mock.url], apiKeyCommand: command });
    await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_KEY_REFUSED', message });
    t.is(mock.calls.length, 0);
  });
}
