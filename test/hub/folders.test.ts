import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test from 'ava';
import { type HubAddress, readAddress } from '../../lib/hub/address.js';
import { status } from '../support/hub/file-server.js';
import { commitOf, type RepoFiles, sha256 } from '../support/hub/files.js';
import { hubServer } from '../support/hub/hub-server.js';
import { hubAt } from '../support/hub/open.js';

const PARQUET = Buffer.from('PAR1 some rows PAR1'.repeat(1000));
const FILES: RepoFiles = {
  'README.md': '# hi',
  'data/train-00000-of-00002.parquet': PARQUET,
  'data/train-00001-of-00002.parquet': Buffer.concat([PARQUET, PARQUET]),
  'other/a.jsonl': '{}\n',
};
const REPO = { name: 'datasets/me/set', commits: [FILES] };
const COMMIT = commitOf(FILES);
const NAMES = ['train-00000-of-00002.parquet', 'train-00001-of-00002.parquet'];

const at = (text: string): HubAddress => readAddress(text, 'dataset');
const FOLDER = at('hf:me/set/data');
const PINNED = at(`hf:me/set@${COMMIT}/data`);

for (const [name, address] of Object.entries({ 'a branch': FOLDER, 'a commit': PINNED })) {
  test(`offline, a folder of ${name} is found in the cache, and nobody is asked`, async t => {
    const { hub: server, cdn } = await hubServer(t, [REPO]);
    const { hub, cacheDir } = await hubAt(t, server.url);
    const paths = await hub.files(address);
    t.deepEqual(
      paths.map(path => basename(path)),
      NAMES,
    );
    const asked = [server.had.length, cdn.had.length];
    const offline = await hubAt(t, server.url, { cacheDir, isOffline: true });
    t.deepEqual(await offline.hub.files(address), paths);
    t.deepEqual([server.had.length, cdn.had.length], asked);
    t.deepEqual(offline.warnings, []);
  });

  test(`a folder of ${name} that Python has fetched is found offline`, async t => {
    const { hub: server } = await hubServer(t, [REPO]);
    const { hub, cacheDir } = await hubAt(t, server.url, { isOffline: true });
    const repo = join(cacheDir, 'datasets--me--set');
    await mkdir(join(repo, 'blobs'), { recursive: true });
    await mkdir(join(repo, 'refs'));
    await writeFile(join(repo, 'refs/main'), COMMIT);
    for (const file of Object.keys(FILES).filter(file => file.startsWith('data/'))) {
      const bytes = Buffer.from(FILES[file]!);
      const pointer = join(repo, 'snapshots', COMMIT, file);
      await mkdir(dirname(pointer), { recursive: true });
      await writeFile(join(repo, 'blobs', sha256(bytes)), bytes);
      await symlink(`../../../blobs/${sha256(bytes)}`, pointer);
    }
    t.deepEqual(
      (await hub.files(address)).map(path => basename(path)),
      NAMES,
    );
    t.is(server.had.length, 0);
  });
}

test('offline, a folder of which a part is missing, or all, is not found', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  await hub.files(at(`hf:me/set/data/${NAMES[0]}`));
  const offline = await hubAt(t, server.url, { cacheDir, isOffline: true });
  await t.throwsAsync(offline.hub.files(FOLDER), {
    code: 'HUB_MISSING',
    message: /of 2 parts of .* there are 1/,
  });
  for (const text of ['hf:me/set/other', 'hf:me/set/dat', 'hf:me/none/data']) {
    await t.throwsAsync(offline.hub.files(at(text)), {
      code: 'HUB_MISSING',
      message: /is not in the cache/,
    });
  }
});

test('a Hub that does not answer leaves the folder that is in the cache, with a warning', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, warnings } = await hubAt(t, server.url);
  const paths = await hub.files(FOLDER);
  server.next.push(...Array.from({ length: 5 }, () => status(503)));
  t.deepEqual(await hub.files(FOLDER), paths);
  t.is(warnings.length, 1);
  t.regex(warnings[0]!, /set\/data: what is in the cache is used, since .*\(503\)/);
  server.next.push(...Array.from({ length: 5 }, () => status(503)));
  await t.throwsAsync(hub.files(at('hf:me/set/other')), { code: 'DOWNLOAD_FAILED' });
});

for (const path of ['/data', '/data/*.parquet', '/**/*.parquet', `/data/${NAMES[0]}`]) {
  test(`what a commit holds is asked for once: ${path}`, async t => {
    const { hub: server, cdn } = await hubServer(t, [REPO]);
    const { hub, cacheDir } = await hubAt(t, server.url);
    const address = at(`hf:me/set@${COMMIT}${path}`);
    const paths = await hub.files(address);
    const asked = server.had.length;
    const again = await hubAt(t, server.url, { cacheDir });
    t.deepEqual(await again.hub.files(address), paths);
    t.is(server.had.length, asked);
    // What is missing is fetched, by the name of its bytes.
    const before = cdn.had.length;
    await rm(join(cacheDir, 'datasets--me--set/snapshots'), { recursive: true });
    await rm(join(cacheDir, 'datasets--me--set/blobs'), { recursive: true });
    t.deepEqual(await again.hub.files(address), paths);
    t.deepEqual(await readFile(paths[0]!), PARQUET);
    t.is(cdn.had.length, before + paths.length);
  });
}

test('some files of a commit are asked for once', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub } = await hubAt(t, server.url);
  const repo = { ...at('hf:me/set'), revision: COMMIT };
  const folder = await hub.snapshot(repo, files => files.slice(0, 1));
  const asked = server.had.length;
  t.is(await hub.snapshot(repo, files => files.slice(0, 1)), folder);
  t.is(server.had.length, asked);
});

test('a note of what a commit holds that is damaged, or leads elsewhere, is not believed', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  const paths = await hub.files(PINNED);
  const note = join(cacheDir, 'datasets--me--set/listings', `${COMMIT}.json`);
  const evil = (path: string, etag: string) => JSON.stringify([{ path, etag, bytes: 1 }]);
  for (const text of [
    '',
    '{',
    '{}',
    '[null]',
    evil('data/../../x.json', 'a'),
    evil('data/a.json', '../a'),
  ]) {
    await writeFile(note, text);
    const asked = server.had.length;
    t.deepEqual(await hub.files(PINNED), paths);
    t.true(server.had.length > asked, text);
  }
});

test('a cache that nobody may write to does without the note', async t => {
  const { hub: server } = await hubServer(t, [REPO]);
  const { hub, cacheDir } = await hubAt(t, server.url);
  const paths = await hub.files(PINNED);
  const notes = join(cacheDir, 'datasets--me--set/listings');
  await rm(notes, { recursive: true });
  // A file where the folder belongs: no user, not even root, can write below it.
  await writeFile(notes, '');
  t.deepEqual(await hub.files(PINNED), paths);
  await rm(notes);
  await hub.files(PINNED);
  t.deepEqual(await readdir(notes), [`${COMMIT}.json`]);
});
