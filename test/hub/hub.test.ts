import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { type HubAddress, readAddress } from '../../lib/hub/address.js';
import { Cut, sendFile, status } from '../support/hub/file-server.js';
import { commitOf, gitSha1, type RepoFiles, sha256 } from '../support/hub/files.js';
import { hubServer, TOKEN } from '../support/hub/hub-server.js';
import { hubAt } from '../support/hub/open.js';

const PARQUET = Buffer.from('PAR1 some rows PAR1'.repeat(1000));
const SMALL = Buffer.from('{"question": "why?"}\n');
const FILES: RepoFiles = { 'README.md': '# hi', 'data/a.jsonl': SMALL, 'data/b.parquet': PARQUET };
const REPO = { name: 'datasets/me/set', commits: [FILES] };

const at = (text: string): HubAddress => readAddress(text, 'dataset');
const B = at('hf:me/set/data/b.parquet');
const A = at('hf:me/set/data/a.jsonl');

test('a file is fetched into the layout that huggingface_hub for Python has', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  const [large] = await hub.files(B);
  const [small] = await hub.files(A);
  const repo = join(cacheDir, 'datasets--me--set');
  const snapshot = join(repo, 'snapshots', commitOf(FILES));
  t.is(large, join(snapshot, 'data/b.parquet'));
  t.deepEqual(await readFile(large!), PARQUET);
  t.is(await readlink(large!), `../../../blobs/${sha256(PARQUET)}`);
  t.is(await readlink(small!), `../../../blobs/${gitSha1(SMALL)}`);
  t.deepEqual(
    (await readdir(join(repo, 'blobs'))).sort(),
    [gitSha1(SMALL), sha256(PARQUET)].sort(),
  );
  t.is(await readFile(join(repo, 'refs/main'), 'utf8'), commitOf(FILES));
  t.deepEqual((await readdir(cacheDir)).sort(), ['.locks', 'CACHEDIR.TAG', 'datasets--me--set']);
  t.deepEqual(await readdir(join(cacheDir, '.locks', 'datasets--me--set')), []);
});

test('what Python has fetched is found: one question to the Hub, and no bytes', async t => {
  const { hub: server, cdn } = await hubServer(t, [REPO]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  const repo = join(cacheDir, 'datasets--me--set');
  const pointer = join(repo, 'snapshots', commitOf(FILES), 'data/b.parquet');
  await mkdir(join(repo, 'blobs'), { recursive: true });
  await mkdir(dirname(pointer), { recursive: true });
  await writeFile(join(repo, 'blobs', sha256(PARQUET)), PARQUET);
  await symlink(`../../../blobs/${sha256(PARQUET)}`, pointer);
  t.deepEqual(await hub.files(B), [pointer]);
  t.deepEqual(await hub.files({ ...B, revision: commitOf(FILES) }), [pointer]);
  t.is(server.had.length, 1, 'a commit cannot change');
  t.is(cdn.had.length, 0);
});

test('bytes that another commit has are linked, not fetched again', async t => {
  const older = { 'data/b.parquet': PARQUET };
  const { hub: server, cdn } = await hubServer(t, [{ ...REPO, commits: [older, FILES] }]);
  const { hub } = await hubAt(t, server.url);
  const [before] = await hub.files({ ...B, revision: commitOf(older) });
  const [now] = await hub.files(B);
  t.not(before, now);
  t.true((await lstat(now!)).isSymbolicLink());
  t.is(cdn.had.length, 1);
});

test('a branch that has moved on is followed', async t => {
  const repo = { name: 'datasets/me/set', commits: [FILES] };
  const { hub: server } = await hubServer(t, [repo]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  await hub.files(A);
  const next = { ...FILES, 'data/a.jsonl': '{}\n' };
  repo.commits.push(next);
  const [path] = await hub.files(A);
  t.is(await readFile(path!, 'utf8'), '{}\n');
  t.is(await readFile(join(cacheDir, 'datasets--me--set/refs/main'), 'utf8'), commitOf(next));
});

test('the token goes to the Hub and to nobody else', async t => {
  const { hub: server, cdn } = await hubServer(t, [{ ...REPO, access: 'private' }]);
  const { hub } = await hubAt(t, server.url, { hasToken: true });
  await hub.files(B);
  await hub.files(at('hf:me/set/data/*'));
  t.true(server.had.every(({ authorization }) => authorization === `Bearer ${TOKEN}`));
  t.is(cdn.had.length, 1);
  t.true(cdn.had.every(({ authorization }) => authorization === undefined));
});

test('a token is not sent over plain http to another machine', async t => {
  const { warnings } = await hubAt(t, 'http://hub.example', { hasToken: true });
  t.regex(warnings[0]!, /the token is not sent to hub\.example, over plain http/);
});

test('a repository that is gated, private or not there says what to do', async t => {
  const { hub: server } = await hubServer(t, [
    { ...REPO, name: 'datasets/me/gated', access: 'gated' },
    { ...REPO, name: 'datasets/me/private', access: 'private' },
    REPO,
  ]);
  const { hub } = await hubAt(t, server.url);
  const wrong = await hubAt(t, server.url, { token: { value: 'hf_wrong', source: 'HF_TOKEN' } });
  const gated = at('hf:me/gated/data/a.jsonl');
  for (const address of [gated, at('hf:me/gated')]) {
    await t.throwsAsync(hub.files(address), {
      code: 'HUB_REFUSED',
      message:
        /me\/gated.* is gated: accept its conditions at http.*\/datasets\/me\/gated, then set HF_TOKEN/,
    });
  }
  await t.throwsAsync(wrong.hub.files(gated), {
    code: 'HUB_REFUSED',
    message: /with the account of the token in HF_TOKEN/,
  });
  for (const name of ['private', 'nothing']) {
    await t.throwsAsync(hub.files(at(`hf:me/${name}/data/a.jsonl`)), {
      code: 'HUB_MISSING',
      message: /the Hub has no such dataset; .*hf:models\/\.\.\. is another kind.*set HF_TOKEN/,
    });
  }
  await t.throwsAsync(hub.files(at('hf:me/set@v9/data/a.jsonl')), {
    code: 'HUB_MISSING',
    message: /there is no revision v9/,
  });
  await t.throwsAsync(hub.files(at('hf:me/set/data/c.jsonl')), {
    code: 'HUB_MISSING',
    message: /no such file; there are README\.md, data\/a\.jsonl, data\/b\.parquet$/,
  });
});

test('a token that is not valid is said to be so', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub } = await hubAt(t, server.url, { hasToken: true });
  server.next.push(status(401));
  await t.throwsAsync(hub.files(A), {
    code: 'HUB_REFUSED',
    message: /refuses it \(401\); the token in HF_TOKEN is not valid/,
  });
});

test('offline, what is in the cache is taken and nobody is asked', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  await hub.files(B);
  const before = server.had.length;
  const offline = await hubAt(t, server.url, { cacheDir, isOffline: true });
  t.deepEqual(await readFile((await offline.hub.files(B))[0]!), PARQUET);
  t.is((await offline.hub.files(at('hf:me/set/data/*.parquet'))).length, 1);
  await t.throwsAsync(offline.hub.files(A), {
    code: 'HUB_MISSING',
    message: /is not in the cache \(.*\), and HF_HUB_OFFLINE is set/,
  });
  t.is(server.had.length, before);
});

test('a Hub that does not answer leaves what is in the cache, with a warning', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, warnings } = await hubAt(t, server.url);
  await hub.files(B);
  server.next.push(...Array.from({ length: 5 }, () => status(503)));
  t.deepEqual(await readFile((await hub.files(B))[0]!), PARQUET);
  t.regex(warnings[0]!, /what is in the cache is used, since .* is out of order \(503\)/);
  server.next.push(...Array.from({ length: 5 }, () => status(503)));
  await t.throwsAsync(hub.files(A), { code: 'DOWNLOAD_FAILED', message: /HF_ENDPOINT/ });
});

test('a transfer that was cut goes on in the next process; damaged bytes get no name', async t => {
  const { hub: server, cdn } = await hubServer(t, [REPO]);
  const first = await hubAt(t, server.url);
  const cut = new Cut(5000);
  first.cuts.push(cut);
  cdn.next.push(
    (request, response) => sendFile(request, response, { bytes: PARQUET, cut }),
    ...Array.from({ length: 5 }, () => status(500)),
  );
  await t.throwsAsync(first.hub.files(B), { code: 'DOWNLOAD_FAILED' });
  const blob = join(first.cacheDir, 'datasets--me--set/blobs', sha256(PARQUET));
  t.is((await readFile(`${blob}.incomplete`)).length, 5000);
  const second = await hubAt(t, server.url, { cacheDir: first.cacheDir });
  await second.hub.files(B);
  t.is(cdn.had.at(-1)!.range, 'bytes=5000-');
  t.deepEqual(await readFile(blob), PARQUET);

  const other = await hubAt(t, server.url);
  const bytes = Buffer.from(PARQUET).fill('x', 100, 200);
  cdn.next.push((request, response) => sendFile(request, response, { bytes }));
  await t.throwsAsync(other.hub.files(B), { code: 'DOWNLOAD_DIFFERS', message: /its SHA-256 is/ });
  const blobs = await readdir(join(other.cacheDir, 'datasets--me--set/blobs'));
  t.false(blobs.includes(sha256(PARQUET)));
});

test('a server that is no Hub is told from one', async t => {
  const { hub: server } = await hubServer(t, []);
  const { hub } = await hubAt(t, server.url);
  server.next.push((_, response) => response.end('<html>hello</html>'));
  await t.throwsAsync(hub.files(A), {
    code: 'DOWNLOAD_FAILED',
    message: /does not answer as the Hub does/,
  });
  server.next.push((_, response) =>
    response
      .writeHead(200, {
        'x-repo-commit': 'a'.repeat(40),
        etag: '"../../evil"',
        'content-length': 2,
      })
      .end('{}'),
  );
  await t.throwsAsync(hub.files(A), { code: 'DOWNLOAD_FAILED' });
  server.next.push((_, response) => response.end('<html>\nhello</html>'));
  const { path: _, ...whole } = A;
  await t.throwsAsync(hub.files(whole), {
    code: 'DOWNLOAD_FAILED',
    message: /^[^\n]*does not answer as the Hub does/,
  });
});
