import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { completionsUrl } from '../../../lib/model/endpoints/url.js';
import { isProxied, proxiesFor } from '../../../lib/network/proxies.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';

const ANSWER = JSON.stringify({
  choices: [{ index: 0, message: { content: 'yes' }, finish_reason: 'stop' }],
});

async function serve(t: ExecutionContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

for (const [encoding, encode] of [
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
] as const) {
  test(`answers and refusals in ${encoding} are read`, async t => {
    let refuses = false;
    const base = await serve(t, (_, response) => {
      const body = refuses ? '{"error":{"message":"bad luck"}}' : ANSWER;
      response.writeHead(refuses ? 418 : 200, { 'content-encoding': encoding });
      response.end(encode(body));
    });
    const chat = await chatFor(t, { urls: [`${base}/v1`] });
    t.deepEqual(texts(await chat.ask(ask('q'))), ['yes']);
    refuses = true;
    const refused = await chat.ask(ask('other'));
    t.regex((refused as RecordError).message, /says 418: bad luck$/);
  });
}

test('a body that is not what its encoding says is a broken one', async t => {
  const base = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(ANSWER);
  });
  const chat = await chatFor(t, { urls: [`${base}/v1`], retries: 1 });
  const result = await chat.ask(ask('q'));
  t.true(result instanceof RecordError);
  t.regex((result as RecordError).message, /^tried 2 times/);
});

for (const status of [307, 308]) {
  test(`a redirect with ${status} on the same host is followed, with the body and the key`, async t => {
    process.env.REDIRECT_TEST_KEY = 'redirect-secret-0123456789';
    const seen: string[] = [];
    const base = await serve(t, (request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      if (request.url === '/v1/chat/completions') {
        response.writeHead(status, { location: '/v2/chat/completions' }).end();
      } else response.end(ANSWER);
    });
    const chat = await chatFor(t, { urls: [`${base}/v1`], apiKeyEnv: 'REDIRECT_TEST_KEY' });
    t.deepEqual(texts(await chat.ask(ask('q'))), ['yes']);
    t.deepEqual(seen, [
      'POST /v1/chat/completions Bearer redirect-secret-0123456789',
      'POST /v2/chat/completions Bearer redirect-secret-0123456789',
    ]);
    await chat.ask(ask('again'));
    t.is(seen.length, 3);
  });
}

test('a redirect to another host, or of another method, ends the run with where it leads', async t => {
  for (const [status, location] of [
    [308, 'https://elsewhere.example/v1/chat/completions'],
    [301, '/v1/chat/completions/'],
  ] as const) {
    const mock = await mockFor(t, { otherwise: { status, headers: { location } } });
    const chat = await chatFor(t, { urls: [mock.url] });
    const error = await t.throwsAsync(chat.ask(ask('q')), { code: 'MODEL_NOT_SERVED' });
    t.true(error!.message.includes(`redirects (${status}) to ${location}; give that URL`));
  }
});

test.serial(
  'the proxy of the environment is used, but for what NO_PROXY names and for this machine',
  async t => {
    const server = await serve(t, (_, response) => response.end(ANSWER));
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url!);
      response.end(ANSWER);
    });
    proxy.on('connect', (request, socket) => {
      asked.push(request.url!);
      const { port } = new URL(server);
      const through = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
      through.on('error', () => socket.destroy());
      socket.on('error', () => through.destroy());
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      proxy.close();
      proxy.closeAllConnections();
    });
    const before = { ...process.env };
    t.teardown(() => {
      for (const name of ['HTTP_PROXY', 'NO_PROXY']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    });
    process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    process.env.NO_PROXY = 'direct.example';

    const through = await chatFor(t, { urls: ['http://models.example:1234/v1'] });
    t.deepEqual(texts(await through.ask(ask('q'))), ['yes']);
    t.true(asked[0]!.startsWith('http://models.example:1234/v1'), asked[0]);

    const own = await chatFor(t, { urls: [`${server}/v1`] });
    t.deepEqual(texts(await own.ask(ask('q'))), ['yes']);
    t.is(asked.length, 1);

    const direct = await chatFor(t, {
      urls: ['http://direct.example:1234/v1'],
      retries: 0,
      patienceMs: 200,
    });
    await t.throwsAsync(direct.ask(ask('q')), { code: 'MODEL_UNREACHABLE' });
    t.is(asked.length, 1);
  },
);

test('a proxy is taken as curl takes it, and what is none is told with its variable', t => {
  t.deepEqual(proxiesFor('node17', { HTTP_PROXY: 'proxy:3128', https_proxy: 'https://p:1' }), {
    httpProxy: 'http://proxy:3128',
    httpsProxy: 'https://p:1',
  });
  t.is(proxiesFor('127.0.0.1', { HTTP_PROXY: 'proxy:3128' }), undefined);
  const error = t.throws(() => proxiesFor('node17', { ALL_PROXY: 'ftp://me:secret@p' }));
  t.regex(error!.message, /^ALL_PROXY: ftp:\/\/p is no proxy; write http:/);
});

test.serial('who waits in vain for a server behind a proxy is told of NO_PROXY', async t => {
  const env = { HTTP_PROXY: 'http://p:1', NO_PROXY: '.cluster, node18' };
  const proxied = (url: string) => isProxied(new URL(url), env);
  t.true(proxied('http://node17:8000/v1'));
  t.false(proxied('https://node17:8000/v1'));
  t.false(proxied('http://node18:8000/v1'));
  t.false(proxied('http://node17.cluster:8000/v1'));
  t.false(proxied('http://127.0.0.1:8000/v1'));
  process.env.http_proxy = 'http://127.0.0.1:9';
  t.teardown(() => delete process.env.http_proxy);
  const chat = await chatFor(t, { urls: ['http://node17.invalid/v1'], patienceMs: 100 });
  await t.throwsAsync(chat.ask(ask('q')), {
    code: 'MODEL_UNREACHABLE',
    message: /through a proxy of the environment: .* put node17\.invalid into NO_PROXY/,
  });
});

test('requests say who asks, and what encodings are read', async t => {
  const mock = await mockFor(t);
  const chat = await chatFor(t, { urls: [mock.url], headers: { 'X-Team': 'a' } });
  await chat.ask(ask('q'));
  const { headers } = mock.calls[0]!;
  t.regex(String(headers['user-agent']), /^keychain-pipeline\/\d/);
  t.is(headers['accept-encoding'], 'gzip, br');
  t.is(headers['x-team'], 'a');
});

test('a server that speaks another protocol ends the run, and the scheme is asked about', async t => {
  const mock = await mockFor(t);
  const chat = await chatFor(t, { urls: [mock.url.replace('http:', 'https:')] });
  await t.throwsAsync(chat.ask(ask('q')), {
    code: 'MODEL_NOT_SERVED',
    message: /another protocol.*does the URL begin with http:\/\//,
  });
});

test('URLs are taken as users write them, and what is none says how to write one', t => {
  const paths = [
    ['http://h:1/v1', '/v1/chat/completions'],
    ['http://h:1/v1/', '/v1/chat/completions'],
    ['http://h:1', '/chat/completions'],
    ['http://h:1/v1/chat/completions/', '/v1/chat/completions'],
    [' HTTP://h:1/v1 ', '/v1/chat/completions'],
    ['http://h:1/v1?key=abc', '/v1/chat/completions?key=abc'],
    ['http://[::1]:1/v1', '/v1/chat/completions'],
  ];
  for (const [given, path] of paths) {
    const { pathname, search } = completionsUrl(given!);
    t.is(pathname + search, path!);
  }
  for (const [given, message] of [
    ['127.0.0.1:8000/v1', /write http:\/\/127\.0\.0\.1:8000\/v1/],
    ['localhost:8000/v1', /write http:\/\/localhost:8000\/v1/],
    ['ws://h/v1', /begins with http/],
    ['http://u:secret@h/v1', /must not hold a password/],
    ['http://h/v1/responses', /another interface; name its base, http:\/\/h\/v1/],
    ['http://h/v1/models', /name its base/],
    ['http://', /write http:\/\/HOST/],
  ] as const) {
    const error = t.throws(() => completionsUrl(given), { code: 'USAGE', message });
    t.false(error!.message.includes('secret'));
  }
});

test('answers that are streamed are read like whole ones', async t => {
  const mock = await mockFor(t, { sameText: true });
  const chat = await chatFor(t, { urls: [mock.url], stream: true });
  t.deepEqual(
    texts(await chat.ask(ask('é question', 3))),
    Array(3).fill('the answer to é question'),
  );
  t.like(mock.calls[0]!.body, { stream: true, stream_options: { include_usage: true }, n: 3 });
  t.like(chat.totals(), { promptTokens: 10, completionTokens: 15 });
});

test('a server that only streams is asked so from then on, and it is said once', async t => {
  const mock = await mockFor(t, { sameText: true });
  const notices: string[] = [];
  mock.decide = ({ body }) =>
    body.stream
      ? undefined
      : { status: 400, body: { error: { message: 'This model only support stream mode' } } };
  const chat = await chatFor(t, { urls: [mock.url], onNotice: line => notices.push(line) });
  const results = await Promise.all([1, 2, 3, 4].map(i => chat.ask(ask(`q${i}`, 2))));
  for (const result of results) t.is(texts(result).length, 2);
  t.deepEqual(notices, [`${mock.url} only streams: its answers are streamed`]);
});

test('a stream that ends within an answer is asked for again', async t => {
  let calls = 0;
  const base = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const first = { choices: [{ index: 0, delta: { content: 'ye' } }] };
    const second = { choices: [{ index: 0, delta: { content: 's' }, finish_reason: 'stop' }] };
    response.write(`data: ${JSON.stringify(first)}\n\n`);
    response.end(++calls === 1 ? '' : `data: ${JSON.stringify(second)}`);
  });
  const chat = await chatFor(t, { urls: [`${base}/v1`], stream: true });
  t.deepEqual(texts(await chat.ask(ask('q'))), ['yes']);
  t.is(calls, 2);
});

test('a stream that errs within an answer is asked for again, also where it says that it is done', async t => {
  let calls = 0;
  const base = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const part = { choices: [{ index: 0, delta: { content: 'half' } }] };
    const whole = { choices: [{ index: 0, delta: { content: 'whole' }, finish_reason: 'stop' }] };
    const first = [part, { error: { message: 'EngineDeadError', code: 500 } }];
    const chunks = ++calls === 1 ? first : [whole];
    for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end('data: [DONE]\n\n');
  });
  const chat = await chatFor(t, { urls: [`${base}/v1`], stream: true });
  t.deepEqual(texts(await chat.ask(ask('q'))), ['whole']);
  t.is(calls, 2);
});

test('parts that are streamed are text and thoughts', async t => {
  const base = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const thinking = [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }];
    for (const content of [thinking, thinking, [{ type: 'text', text: 'Rush' }], '.']) {
      const chunk = { choices: [{ index: 0, delta: { content } }] };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    }
    response.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n');
  });
  const chat = await chatFor(t, { urls: [`${base}/v1`], stream: true });
  const [answer] = (await chat.ask(ask('q'))) as { text: string; reasoning_content?: string }[];
  t.like(answer, { text: 'Rush.', reasoning_content: 'HmHm' });
});

test('a server without stream_options streams all the same', async t => {
  const mock = await mockFor(t, { sameText: true });
  const notices: string[] = [];
  const message = 'Unrecognized request argument supplied: stream_options';
  mock.decide = ({ body }) =>
    'stream_options' in body ? { status: 400, body: { error: { message } } } : undefined;
  const urls = [mock.url];
  const chat = await chatFor(t, { urls, stream: true, onNotice: line => notices.push(line) });
  for (const q of ['a', 'b']) t.is(texts(await chat.ask(ask(q, 2))).length, 2);
  t.is(mock.calls.length, 3);
  t.regex(notices.join(), /^\S+ takes no stream_options: [^,]*$/);
});

test('what is no HTTP, by a server that has answered, is trouble that passes', async t => {
  let calls = 0;
  const base = await serve(t, (_, response) => {
    if (++calls === 2) response.socket?.end('garbage\r\n\r\n');
    else response.end('{"choices":[{"message":{"content":"yes"},"finish_reason":"stop"}]}');
  });
  const chat = await chatFor(t, { urls: [`${base}/v1`] });
  for (const q of ['a', 'b', 'c']) t.deepEqual(texts(await chat.ask(ask(q))), ['yes']);
  t.is(calls, 4);
});
