import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ask, chatFor, scratch, texts } from '../../support/model/fixtures.js';

const BODY = JSON.stringify({
  choices: [{ index: 0, message: { content: 'yes' }, finish_reason: 'stop' }],
});

/** A server with a certificate that nobody has signed; undefined where there is no openssl. */
async function selfSigned(
  t: ExecutionContext,
): Promise<{ url: string; certificate: string } | undefined> {
  const dir = await scratch(t);
  const certificate = join(dir, 'cert.pem');
  const keyFile = join(dir, 'key.pem');
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certificate],
  ]);
  if (made.status !== 0) {
    t.log('skipped: openssl, which makes the certificate, is not there');
    return undefined;
  }
  const pair = { key: await readFile(keyFile), cert: await readFile(certificate) };
  const server = createServer(pair, (_, response) => response.end(BODY));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, certificate };
}

test.serial(
  'a certificate that is not trusted ends the run at once, and says what to name',
  async t => {
    const server = await selfSigned(t);
    if (!server) return t.pass();
    const chat = await chatFor(t, { urls: [server.url] });
    await t.throwsAsync(chat.ask(ask('q')), {
      code: 'MODEL_NOT_SERVED',
      message: /is not trusted here.*NODE_EXTRA_CA_CERTS or SSL_CERT_FILE/,
    });
  },
);

test.serial('SSL_CERT_FILE names an authority, as it does for other clients', async t => {
  const server = await selfSigned(t);
  if (!server) return t.pass();
  process.env.SSL_CERT_FILE = server.certificate;
  try {
    const chat = await chatFor(t, { urls: [server.url] });
    t.deepEqual(texts(await chat.ask(ask('q'))), ['yes']);
    process.env.SSL_CERT_FILE = `${server.certificate}.gone`;
    await t.throwsAsync(chatFor(t, { urls: [server.url] }), {
      code: 'USAGE',
      message: /^SSL_CERT_FILE: ENOENT.*name a file of certificates/,
    });
  } finally {
    delete process.env.SSL_CERT_FILE;
  }
});
