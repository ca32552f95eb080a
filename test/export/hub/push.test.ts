import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join, relative } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import '../../support/own-cache.js';
import { command } from '../../support/command.js';
import { recordFile } from '../../support/export/samples.js';
import { status } from '../../support/hub/file-server.js';
import { type PushServer, pushServer, sha256Of } from '../../support/hub/push-server.js';
import { useHub } from '../../support/hub/variables.js';
import { pathsIn } from '../../support/paths.js';
import { anySample } from '../../support/sample.js';
import { tempDir } from '../../support/temp-dir.js';

const TOKEN = 'hf_AbcdefghijklmnopqrstuvwxyZ01234567';
const REPO = 'ann/my-data';

interface Ground {
  server: PushServer;
  out: string;
  /** Exports some samples, and pushes them. */
  push(...more: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
}

async function ground(t: ExecutionContext, holder?: object, samples = 3): Promise<Ground> {
  const server = await pushServer(t, { token: TOKEN, ...(holder && { holder }), partBytes: 2000 });
  await useHub(t, server.hub.url, { HF_TOKEN: TOKEN });
  const out = join(await tempDir(t), 'data-set');
  const records = Array.from({ length: samples }, (_, i) => anySample(i));
  const file = await recordFile(t, records);
  const base = ['export', file, '--to', 'hub', '--out', out, '--license', 'mit'];
  return { server, out, push: (...more) => command([...base, '--push', REPO, ...more]) };
}

/** Files of a folder by their SHA-256, as they should be in the repository. */
async function digests(out: string): Promise<Record<string, string>> {
  const paths = (await pathsIn(out)).filter(path => !path.endsWith('export.json'));
  const entries = await Promise.all(
    paths.map(async path => [relative(out, path), sha256Of(await readFile(path))] as const),
  );
  return Object.fromEntries(entries.sort());
}

const pushed = ({ repos }: PushServer): Record<string, string> =>
  Object.fromEntries(
    [...repos.get(REPO)!.files]
      .filter(([path]) => path !== '.gitattributes')
      .map(([path, bytes]) => [path, sha256Of(bytes)] as const)
      .sort(),
  );

test.serial(
  'a dataset is pushed as it is on disk, to a repository that nobody else sees',
  async t => {
    const { server, out, push } = await ground(t);
    const { code, stderr } = await push();
    t.is(code, 0, stderr);
    t.deepEqual(pushed(server), await digests(out));
    const repo = server.repos.get(REPO)!;
    t.true(repo.isPrivate);
    t.is(repo.commits.length, 1);
    t.regex(stderr, new RegExp(`pushed \\d+ files to ${server.hub.url}/datasets/${REPO}`));
    // In parts: the store has had more requests than there are files.
    t.true(server.store.had.length > 2);
    t.regex(await readFile(join(out, 'README.md'), 'utf8'), /load_dataset\("ann\/my-data"/);
  },
);

test.serial('--public makes it public', async t => {
  const { server, push } = await ground(t);
  t.is((await push('--public')).code, 0);
  t.false(server.repos.get(REPO)!.isPrivate);
});

test.serial('the token goes to the Hub alone, and into no message and no file', async t => {
  const { server, out, push } = await ground(t);
  const { stdout, stderr } = await push('--debug');
  for (const { authorization } of server.hub.had) t.is(authorization, `Bearer ${TOKEN}`);
  t.true(server.store.had.length > 0);
  for (const { authorization } of server.store.had) t.is(authorization, undefined);
  t.false((stdout + stderr).includes(TOKEN));
  for (const path of await pathsIn(out)) t.false((await readFile(path, 'utf8')).includes(TOKEN));
});

test.serial('what is there with the same SHA-256 is not sent again', async t => {
  const { server, push } = await ground(t);
  await push();
  const sent = server.store.had.length;
  t.is((await push()).code, 0);
  t.is(server.store.had.length, sent);
  t.is(server.repos.get(REPO)!.commits.length, 2);
});

test.serial('a push that was cut goes on with what is not there', async t => {
  const { server, out, push } = await ground(t);
  server.store.next.push(status(503));
  const { code, stderr } = await push();
  t.is(code, 1);
  t.regex(stderr, /PUSH_FAILED: .*503.*the same command goes on/);
  t.is(
    stderr
      .trim()
      .split('\n')
      .filter(line => line.startsWith('error')).length,
    1,
  );
  t.is(server.repos.get(REPO)!.commits.length, 0, 'nothing half is there');
  t.is((await push()).code, 0);
  t.deepEqual(pushed(server), await digests(out));
});

test.serial('files of an earlier push that are no more go, and what is not ours stays', async t => {
  const { server, out, push } = await ground(t);
  await push();
  const { files } = server.repos.get(REPO)!;
  files.set('data/4k/train-00001-of-00002.parquet', Buffer.from('old'));
  files.set('NOTES.md', Buffer.from('mine'));
  t.is((await push()).code, 0);
  t.deepEqual(pushed(server), {
    ...(await digests(out)),
    'NOTES.md': sha256Of(Buffer.from('mine')),
  });
});

test.serial('a public repository is not pushed to by mistake', async t => {
  const { server, out, push } = await ground(t);
  server.repos.set(REPO, { isPrivate: false, files: new Map(), commits: [] });
  const { code, stderr } = await push();
  t.is(code, 2);
  t.regex(stderr, /everybody sees it; --public/);
  t.deepEqual(await readdir(out).catch(() => []), [], 'and nothing was written');
  t.is((await push('--public')).code, 0);
});

/** Stands for an address at which nobody listens. */
const CLOSED = 'closed';

async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

const REFUSALS: readonly {
  title: string;
  holder?: object;
  variables: Record<string, string>;
  says: RegExp;
}[] = [
  { title: 'no token', variables: { HF_TOKEN: '' }, says: /HUB_REFUSED: .*no token; set HF_TOKEN/ },
  {
    title: 'a token that is none',
    variables: { HF_TOKEN: 'sk-secret-0123456789' },
    says: /HUB_REFUSED: .*HF_TOKEN is no token of the Hub/,
  },
  {
    title: 'a token that is not valid',
    variables: { HF_TOKEN: 'hf_wrong' },
    says: /HUB_REFUSED: .*HF_TOKEN is not valid \(401\)/,
  },
  {
    title: 'a token that may only read',
    holder: { type: 'user', name: 'ann', orgs: [], auth: { accessToken: { role: 'read' } } },
    variables: {},
    says: /HUB_REFUSED: .*may only read/,
  },
  {
    title: 'a repository of another owner',
    holder: { type: 'user', name: 'bob', orgs: [{ name: 'lab' }], auth: {} },
    variables: {},
    says: /HUB_REFUSED: .*is of bob, who may write to bob, lab/,
  },
  {
    title: 'no network',
    variables: { HF_ENDPOINT: CLOSED },
    says: /PUSH_FAILED: .*127\.0\.0\.1:\d+: it refuses connections; nothing is written yet/,
  },
  { title: 'offline', variables: { HF_HUB_OFFLINE: '1' }, says: /USAGE: .*HF_HUB_OFFLINE/ },
  {
    title: 'plain http',
    variables: { HF_ENDPOINT: 'http://hub.example' },
    says: /HUB_REFUSED: .*not sent to hub\.example over plain http/,
  },
];

for (const { title, holder, variables, says } of REFUSALS) {
  test.serial(`${title}: said in one line, before anything is made`, async t => {
    const { server, out, push } = await ground(t, holder);
    Object.assign(process.env, variables);
    if (variables.HF_ENDPOINT === CLOSED) process.env.HF_ENDPOINT = await closedPort();
    const { code, stderr } = await push();
    t.true(code === 1 || code === 2);
    t.regex(stderr, says);
    t.is(stderr.trimEnd().split('\n').length, 1, stderr);
    t.notRegex(stderr, /hf_\w{4}|sk-secret/);
    t.is(server.repos.size, 0);
    t.deepEqual(await readdir(out).catch(() => []), []);
  });
}

test.serial(
  'a token that may not write there: said when it shows, and the folder is whole',
  async t => {
    const { server, out, push } = await ground(t);
    const forbid = server.hub.answer;
    server.hub.next.push(forbid, forbid, status(403));
    const { code, stderr } = await push();
    t.is(code, 1);
    t.regex(stderr, /HUB_REFUSED: .*may not write there \(403\)/);
    t.true((await readdir(out)).includes('README.md'));
  },
);

test.serial('without samples nothing is pushed, so that nothing is taken away', async t => {
  const { server, push } = await ground(t, undefined, 0);
  const { stderr } = await push();
  t.regex(stderr, /nothing is pushed/);
  t.is(server.repos.size, 0);
});

test.serial('--public alone, and a name that is none, are wrong usage', async t => {
  const { out, push } = await ground(t);
  t.regex(
    (await command(['export', 'x', '--to', 'hub', '--out', out, '--public'])).stderr,
    /USAGE|INPUT_MISSING/,
  );
  const { code, stderr } = await push('--push', 'no-owner');
  t.is(code, 2);
  t.regex(stderr, /OWNER\/NAME/);
});
