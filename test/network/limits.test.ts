import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { askWeb, refuseOthers } from '../../lib/download/ask.js';
import { askGoogleDrive } from '../../lib/download/google-drive.js';
import { type ListingParts, listRepo } from '../../lib/hub/listing.js';
import { readMetadata } from '../../lib/hub/metadata.js';
import type { Expected } from '../../lib/network/expected.js';
import { NETWORK_LIMITS, textOf } from '../../lib/network/limits.js';
import { transfer } from '../../lib/network/transfer.js';
import { openWeb } from '../../lib/network/web.js';
import { silentReporter } from '../../lib/reporter.js';
import { type Answer, endlessly, sendFile, stalled, standIn } from '../support/hub/file-server.js';
import { sha256 } from '../support/hub/files.js';
import { hastyClock } from '../support/hub/open.js';
import { tempDir } from '../support/temp-dir.js';

const BYTES = Buffer.alloc(100_000, 'abc');

async function ground(t: ExecutionContext, answer: Answer, idleMs?: number) {
  const server = await standIn(t, answer);
  const web = openWeb(undefined, { idleMs });
  t.teardown(() => web.close());
  const path = join(await tempDir(t), 'data.bin');
  const clock = hastyClock();
  const url = new URL(`${server.url}/data.bin`);
  const ask = askWeb(web, clock);
  const fetchIt = (expected: Expected, most?: number): Promise<void> =>
    transfer({
      ...{ name: 'data', path, expected, way: 'look elsewhere', clock, reporter: silentReporter },
      ...(most !== undefined && { most }),
      ask: async headers => refuseOthers(await ask(url, headers), 'look elsewhere'),
    });
  const listing: ListingParts = {
    ...{ web, clock, say: () => undefined },
    environment: { endpoint: server.url, cacheDir: path, isOffline: false },
  };
  return { server, web, path, clock, url, ask, fetchIt, listing };
}

/** Bytes that a file under way has left. */
const leftOf = (path: string): Promise<number> =>
  stat(`${path}.part`).then(
    ({ size }) => size,
    () => 0,
  );

const KNOWN: Record<string, [expected: Expected, headers: Record<string, string>]> = {
  'its size is published': [{ bytes: 100_000 }, {}],
  'its size and SHA-256 are': [{ bytes: 100_000, sha256: sha256('x') }, {}],
  'the server has an ETag': [{ bytes: 100_000 }, { etag: '"1"' }],
};

for (const [what, [expected, headers]] of Object.entries(KNOWN)) {
  test(`a file without end is cut at its size, and nothing is left: ${what}`, async t => {
    const { path, fetchIt, server } = await ground(t, endlessly(200, headers));
    await t.throwsAsync(fetchIt(expected), {
      code: 'DOWNLOAD_DIFFERS',
      message: /^data: 127\.0\.0\.1:\d+ sends more than its 100000 bytes; look elsewhere$/,
    });
    t.false(existsSync(path));
    t.is(await leftOf(path), 0);
    t.is(server.had.length, 1);
  });
}

test('a rest without end is cut where the file should end', async t => {
  const range = { 'content-range': 'bytes 500-99999/100000', etag: '"1"' };
  const { path, fetchIt } = await ground(t, endlessly(206, range));
  await writeFile(`${path}.part`, BYTES.subarray(0, 500));
  await writeFile(`${path}.part.from`, '"1"');
  await t.throwsAsync(fetchIt({}), { code: 'DOWNLOAD_DIFFERS', message: /more than its 100000/ });
  t.is(await leftOf(path), 0);
});

test('a file of whose size nobody says anything ends at a limit, and a shorter one is taken', async t => {
  const { path, fetchIt, server } = await ground(t, endlessly(200));
  await t.throwsAsync(fetchIt({}, 200_000), {
    code: 'DOWNLOAD_DIFFERS',
    message: /than its 200000/,
  });
  t.is(await leftOf(path), 0);
  server.next.push((_, response) => response.writeHead(200).end(BYTES));
  await fetchIt({}, BYTES.length);
  t.deepEqual(await readFile(path), BYTES);
});

test('a reply that is not looked at may have no end', async t => {
  const { fetchIt, path, server } = await ground(t, (request, response) =>
    sendFile(request, response, { bytes: BYTES }),
  );
  server.next.push(
    endlessly(503),
    endlessly(302, { location: '/data.bin' }),
    endlessly(206, { 'content-range': 'bytes 7-99999/100000' }),
    endlessly(416),
  );
  await writeFile(`${path}.part`, BYTES.subarray(0, 500));
  await fetchIt({ bytes: BYTES.length, sha256: sha256(BYTES) });
  t.deepEqual(await readFile(path), BYTES);
  server.next.push(endlessly(404));
  const other = await ground(t, endlessly(404));
  await t.throwsAsync(other.fetchIt({}), {
    code: 'DOWNLOAD_FAILED',
    message: /refuses it \(404\)/,
  });
  const html = await ground(t, endlessly(200, { 'content-type': 'text/html' }));
  await t.throwsAsync(html.fetchIt({}), { code: 'DOWNLOAD_FAILED', message: /shows a page/ });
});

test("Google Drive's page is read up to a limit", async t => {
  const { url, ask, server } = await ground(t, endlessly(200, { 'content-type': 'text/html' }));
  await t.throwsAsync(askGoogleDrive(url, {}, ask), {
    code: 'DOWNLOAD_FAILED',
    message: /^127\.0\.0\.1:\d+ sends more than 1048576 bytes where it should say little; see that/,
  });
  t.is(server.had.length, 1);
});

test('the text of a reply is its text, up to the byte', async t => {
  const { web, url } = await ground(t, (_, response) => response.end('é'.repeat(50)));
  t.is(await textOf(await web.ask(url), 100), 'é'.repeat(50));
  await t.throwsAsync(async () => textOf(await web.ask(url), 99), { code: 'DOWNLOAD_FAILED' });
});

test('the text of a reply that is cut is asked for again', async t => {
  const { web, url } = await ground(t, (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half');
    setImmediate(() => response.destroy());
  });
  await t.throwsAsync(async () => textOf(await web.ask(url), 99), { name: 'TransientError' });
});

const REPO = { type: 'dataset', id: 'me/set', revision: 'main' } as const;
const ENTRY = { type: 'file', size: 1, oid: 'a'.repeat(40) };

/** A Hub whose list of files is as a test has it. */
const listed =
  (tree: (url: URL, number: number) => { names: string[]; isLast?: boolean }): Answer =>
  (request, response) => {
    const url = new URL(request.url!, 'http://h');
    if (!url.pathname.includes('/tree/')) {
      response.end(JSON.stringify({ id: 'me/set', sha: 'b'.repeat(40) }));
      return;
    }
    const number = Number(url.searchParams.get('cursor'));
    const { names, isLast = false } = tree(url, number);
    const host = `http://${request.headers.host}`;
    const next = `<${host}${url.pathname}?cursor=${number + 1}>; rel="next"`;
    response
      .writeHead(200, isLast ? {} : { link: next })
      .end(JSON.stringify(names.map(path => ({ ...ENTRY, path }))));
  };

test('what the Hub says of a repository is read up to a limit', async t => {
  const { listing } = await ground(t, endlessly(200, { 'content-type': 'application/json' }));
  await t.throwsAsync(listRepo(REPO, listing), {
    code: 'DOWNLOAD_FAILED',
    message: /sends more than 16777216 bytes/,
  });
});

test('a list that names a next part for ever ends', async t => {
  const { listing, server } = await ground(
    t,
    listed(() => ({ names: [] })),
  );
  const limits = { ...NETWORK_LIMITS, answers: 20 };
  await t.throwsAsync(listRepo(REPO, { ...listing, limits }), {
    code: 'DOWNLOAD_FAILED',
    message: /lists files without end/,
  });
  t.is(server.had.length, 20);
});

test('a list of more files than anybody has ends; of as many it is taken', async t => {
  const two = listed((_, number) => ({
    names: [`${number}-a.json`, `${number}-b.json`],
    isLast: number === 1,
  }));
  const { listing } = await ground(t, two);
  const limited = (files: number) => ({ ...listing, limits: { ...NETWORK_LIMITS, files } });
  t.is((await listRepo(REPO, limited(4))).entries.length, 4);
  await t.throwsAsync(listRepo(REPO, limited(3)), {
    code: 'DOWNLOAD_FAILED',
    message: /lists files without end/,
  });
});

test('what the Hub says of a file has no body that is waited for', async t => {
  const said = { 'x-repo-commit': 'c'.repeat(40), etag: '"e"', 'x-linked-size': '7' };
  const { listing } = await ground(t, endlessly(200, said));
  const { entry } = await readMetadata({ ...REPO, path: 'a.json' }, listing);
  t.deepEqual(entry, { path: 'a.json', bytes: 7, etag: 'e' });
});

/** Milliseconds: what comes sooner or later, under any load, is waited for in another attempt. */
const SHORT = 300;

test('a transfer of which nothing comes any more is gone on with', async t => {
  const size = { 'content-length': BYTES.length, etag: '"1"' };
  const whole: Answer = (request, response) =>
    sendFile(request, response, { bytes: BYTES, etag: '"1"' });
  const { path, fetchIt, server, clock } = await ground(t, whole, SHORT);
  server.next.push(stalled(BYTES.subarray(0, 30_000), size));
  await fetchIt({ bytes: BYTES.length });
  t.deepEqual(await readFile(path), BYTES);
  t.is(server.had[1]!.range, 'bytes=30000-');
  t.is(clock.waits[0], 1000);
});

test('a server that says no more is given up, and what there is of the file stays', async t => {
  const answer = stalled(Buffer.alloc(0), { 'content-length': BYTES.length, etag: '"1"' });
  const { path, fetchIt, server } = await ground(t, answer, SHORT);
  await t.throwsAsync(fetchIt({ bytes: BYTES.length }), {
    code: 'DOWNLOAD_FAILED',
    message: /^127\.0\.0\.1:\d+: nothing comes any more, tried 5 times; look elsewhere$/,
  });
  t.false(existsSync(path));
  t.is(server.had.length, 5);
});

test('a server that does not even answer, and a text that does not end, are given up too', async t => {
  const silent = await ground(t, () => undefined, SHORT);
  await t.throwsAsync(silent.fetchIt({}), { message: /nothing comes any more, tried 5 times/ });
  const { web, url } = await ground(t, stalled(Buffer.from('half')), SHORT);
  const error = await t.throwsAsync(async () => textOf(await web.ask(url), 100));
  t.is(error?.name, 'TransientError');
});
