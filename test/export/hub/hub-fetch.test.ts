import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { hubFetch } from '../../../lib/export/hub/push/hub-fetch.js';

/** A server that notes what it is shown; its port makes it a host of its own. */
async function host(t: ExecutionContext): Promise<{ url: string; shown: (string | undefined)[] }> {
  const shown: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    shown.push(request.headers.authorization);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, shown };
}

test('the token goes to the endpoint alone, whatever address the Hub has named', async t => {
  const hub = await host(t);
  const other = await host(t);
  const { fetch, close } = hubFetch(`${hub.url}/hub`, 'hf_secret');
  const headers = { Authorization: 'Bearer hf_secret' };
  await fetch(`${hub.url}/hub/api`, { headers });
  await fetch(`${other.url}/api?cursor=2`, { headers });
  await fetch(new URL(`${other.url}/api`), { headers: [['authorization', 'Bearer hf_secret']] });
  // A storage's own, which the Hub has handed out with its address.
  await fetch(`${other.url}/store`, { method: 'PUT', headers: { authorization: 'Basic own' } });
  t.deepEqual(hub.shown, ['Bearer hf_secret']);
  t.deepEqual(other.shown, [undefined, undefined, 'Basic own']);
  await close();
});
