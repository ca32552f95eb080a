import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { ask, chatFor, texts } from '../../support/model/fixtures.js';

const answer = (content: string): string =>
  JSON.stringify({ choices: [{ index: 0, message: { content }, finish_reason: 'stop' }] });

async function serve(
  t: ExecutionContext,
  listener: RequestListener,
  keepAliveMs = 60_000,
): Promise<string> {
  const server = createServer(listener);
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** Sends a body in pieces, each in a turn of its own. */
async function inPieces(response: ServerResponse, pieces: Iterable<Buffer | string>) {
  for (const piece of pieces) {
    response.write(piece);
    await new Promise(resolve => setImmediate(resolve));
  }
  response.end();
}

/** How a whole answer may come: DeepSeek and OpenRouter send blank lines while it is made. */
const WAYS: [string, (body: string) => Iterable<Buffer | string>][] = [
  ['behind blank lines', body => [...Array(50).fill('\n'), body, '\n\n']],
  ['behind a byte order mark', body => ['\ufeff', body]],
  ['byte by byte', body => [...Buffer.from(body)].map(byte => Buffer.from([byte]))],
];
for (const [way, pieces] of WAYS) {
  test(`an answer is read that comes ${way}`, async t => {
    const url = await serve(
      t,
      (_, response) => void inPieces(response, pieces(answer('ja, é 😀'))),
    );
    const chat = await chatFor(t, { urls: [url] });
    t.deepEqual(texts(await chat.ask(ask('q'))), ['ja, é 😀']);
  });
}

test('blank lines for ever are no answer: the time-out is for the whole call', async t => {
  const url = await serve(t, (_, response) => {
    const timer = setInterval(() => response.write('\n'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const chat = await chatFor(t, { urls: [url], timeoutMs: 300, retries: 1 });
  const result = await chat.ask(ask('q'));
  t.regex((result as RecordError).message, /^tried 2 times; last: .* within 0\.3 s/);
});

test('answers of megabytes are kept whole, also from the journal', async t => {
  const long = 'word '.repeat(400_000);
  let calls = 0;
  const url = await serve(t, (_, response) => {
    calls++;
    response.end(answer(long));
  });
  const chat = await chatFor(t, { urls: [url] });
  t.true(texts(await chat.ask(ask('q')))[0] === long);
  t.true(texts(await chat.ask(ask('q')))[0] === long);
  t.is(calls, 1);
});

test('a server that does not stop sending is cut off', async t => {
  const piece = Buffer.alloc(4 << 20, ' ');
  const url = await serve(t, (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.on('drain', more);
    more();
  });
  const chat = await chatFor(t, { urls: [url], retries: 0 });
  const result = await chat.ask(ask('q'));
  t.true(result instanceof RecordError);
  t.regex((result as RecordError).message, /^tried once; last: .* does not stop sending/);
});

test('connections that a server closes while they are idle cost no record', async t => {
  const url = await serve(t, (_, response) => void response.end(answer('yes')), 1);
  const chat = await chatFor(t, { urls: [url], concurrency: 4 });
  for (let round = 0; round < 5; round++) {
    const asks = Array.from({ length: 8 }, (_, i) => chat.ask(ask(`q${round} ${i}`)));
    for (const result of await Promise.all(asks)) t.deepEqual(texts(result), ['yes']);
    await new Promise(resolve => setTimeout(resolve, 40));
  }
});
