import test from 'ava';
import { textOf } from '../../lib/network/limits.js';
import { openWeb } from '../../lib/network/web.js';
import { standIn } from '../support/hub/file-server.js';

const AUTHORIZATION = 'Bearer hf_secret';

test('a token is told to its own host alone, wherever that redirects to', async t => {
  const other = await standIn(t, (_, response) => response.end('bytes'));
  const own = await standIn(t, (request, response) => {
    if (request.url === '/here') response.end('here');
    else {
      const location = request.url === '/away' ? `${other.url}/file` : '/here';
      response.writeHead(302, { location }).end();
    }
  });
  const web = openWeb({ origin: own.url, authorization: AUTHORIZATION });
  t.teardown(() => web.close());
  t.is(await textOf(await web.ask(new URL(`${own.url}/away`)), 5), 'bytes');
  t.is(await textOf(await web.ask(new URL(`${own.url}/moved`)), 5), 'here');
  await (await web.ask(new URL(`${other.url}/file`))).body.dump();
  t.deepEqual(
    own.had.map(({ authorization }) => authorization),
    [AUTHORIZATION, AUTHORIZATION, AUTHORIZATION],
  );
  t.deepEqual(
    other.had.map(({ authorization }) => authorization),
    [undefined, undefined],
  );
});

test('a redirect that leads nowhere, in circles, or to another kind of address ends it', async t => {
  const server = await standIn(t, (request, response) => {
    const location = decodeURIComponent(request.url!.slice(1));
    response.writeHead(302, { location: location || '/' }).end();
  });
  const web = openWeb();
  t.teardown(() => web.close());
  const ask = (to: string) => web.ask(new URL(`${server.url}/${encodeURIComponent(to)}`));
  for (const [to, message] of [
    ['', /redirects without end/],
    ['file:///etc/passwd', /redirects to file:/],
    ['http://[', /redirects to what is no address/],
  ] as const) {
    await t.throwsAsync(ask(to), { code: 'DOWNLOAD_FAILED', message });
  }
});

test('a redirect to another host can be looked at instead of followed', async t => {
  const server = await standIn(t, (request, response) => {
    const location = request.url === '/moved' ? '/away' : 'https://cdn.example/file';
    response.writeHead(302, { location }).end();
  });
  const web = openWeb();
  t.teardown(() => web.close());
  const reply = await web.ask(new URL(`${server.url}/moved`), {
    method: 'HEAD',
    staysOnHost: true,
  });
  t.is(reply.status, 302);
  t.is(reply.header('location'), 'https://cdn.example/file');
});
