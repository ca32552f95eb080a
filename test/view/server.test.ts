import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { RowPage, SampleView, SearchEvent, ViewedFile } from '../../lib/view/api.js';
import type { IndexPlace } from '../../lib/view/index-place.js';
import { OpenedFile } from '../../lib/view/opened-file.js';
import { serveView } from '../../lib/view/server.js';
import { tempDir } from '../support/temp-dir.js';

const record = (number: number) => ({
  id: `q${number}`,
  input: `What is the ${number}th question?`,
  dataset: number % 2 === 0 ? 'even' : 'odd',
  text: number === 7 ? 'a needle "quoted" é\n\u2028 here' : 'hay',
  length: number,
});

/** A folder for an index that nobody uses again. */
const placeFor = async (t: ExecutionContext): Promise<IndexPlace> => ({
  folder: await tempDir(t),
  keep: async () => undefined,
  close: () => undefined,
});

/** Serves lines from a file and gives what can be asked of it. */
async function serving(
  t: ExecutionContext,
  { lines, name = 'a.jsonl', packed = false }: { lines: string; name?: string; packed?: boolean },
) {
  const dir = await tempDir(t);
  const path = join(dir, name);
  await writeFile(path, packed ? gzipSync(lines) : lines);
  const file = await OpenedFile.open(path, await placeFor(t), 0);
  await file.index();
  const server = await serveView([file], 0);
  t.teardown(async () => {
    await server.close();
    file.close();
  });
  const url = new URL(server.url);
  const get = (path_: string, init: { method?: string; host?: string } = {}) =>
    new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
      (resolve, reject) => {
        const options = {
          ...{ host: url.hostname, port: url.port, path: path_, method: init.method ?? 'GET' },
          headers: { host: init.host ?? url.host },
        };
        request(options, response => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              text: Buffer.concat(chunks).toString(),
              headers: response.headers,
            }),
          );
        })
          .on('error', reject)
          .end();
      },
    );
  const api = async <T>(asked: string): Promise<T> =>
    JSON.parse((await get(`${url.pathname}api/${asked}`)).text) as T;
  return { url, get, api };
}

const lines = Array.from({ length: 30 }, (_, number) => `${JSON.stringify(record(number))}\n`).join(
  '',
);

test('the page is there under its token, with a strict policy, and is kept nowhere', async t => {
  const { url, get } = await serving(t, { lines });
  const { status, headers, text } = await get(url.pathname);
  t.is(status, 200);
  t.regex(text, /^<!doctype html>/);
  t.regex(
    String(headers['content-security-policy']),
    /^default-src 'none'; script-src 'self' 'sha256-/,
  );
  t.notRegex(String(headers['content-security-policy']), /unsafe/);
  t.is(headers['cache-control'], 'no-store');
  t.is(headers['x-content-type-options'], 'nosniff');
  t.is((await get(`${url.pathname}assets/main.js`)).status, 200);
});

test('whoever does not know the token gets nothing, and no hint', async t => {
  const { url, get } = await serving(t, { lines });
  const token = url.pathname.slice(1, -1);
  for (const path of [
    '/',
    '/api/files',
    `/${token}x/`,
    `/${token.slice(1)}/`,
    `/${token}`,
    '//',
    `/x/${token}/`,
  ]) {
    const { status, text } = await get(path);
    t.deepEqual([status, text], [404, ''], path);
  }
});

test('a request that names another host is refused, as pages of others can make browsers send', async t => {
  const { url, get } = await serving(t, { lines });
  for (const host of ['evil.example', `evil.example:${url.port}`, '127.0.0.1', '127.0.0.1:1']) {
    t.is((await get(url.pathname, { host })).status, 403, host);
  }
  t.is((await get(url.pathname, { host: `localhost:${url.port}` })).status, 200);
});

test('nothing but reading is taken', async t => {
  const { url, get } = await serving(t, { lines });
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    t.is((await get(url.pathname, { method })).status, 405, method);
  }
});

test('no path leads out of what was named', async t => {
  const { url, get } = await serving(t, { lines });
  for (const path of [
    ...['../package.json', 'assets/../../package.json', 'assets/%2e%2e/%2e%2e/package.json'],
    ...['assets//etc/passwd', 'assets/..\\..\\package.json', 'assets/main.js/../../x', 'api/../x'],
    ...['api/sample?file=../../etc/passwd&row=x', 'assets/__proto__', 'assets/constructor'],
  ]) {
    t.is((await get(url.pathname + path)).status, 404, path);
  }
});

test('bytes that are no request end in an answer or a closed door, and the next one is served', async t => {
  const { url, get } = await serving(t, { lines });
  await new Promise<void>(resolve => {
    const socket = connect(Number(url.port), url.hostname, () =>
      socket.write('\0\xff nonsense\r\n\r\n'),
    );
    socket.on('close', () => resolve()).resume();
  });
  t.is((await get(url.pathname)).status, 200);
});

test('it listens on this machine alone', async t => {
  const { url } = await serving(t, { lines });
  t.is(url.hostname, '127.0.0.1');
});

for (const [kind, form] of Object.entries({
  'plain lines': { lines },
  'lines without an end': { lines: lines.trimEnd() },
  'blank lines between': { lines: lines.replaceAll('\n', '\n\n  \n') },
  'packed lines': { lines, name: 'a.jsonl.gz', packed: true },
})) {
  test(`rows are listed, sought and read: ${kind}`, async t => {
    const { api, get, url } = await serving(t, form);
    const [file] = await api<ViewedFile[]>('files');
    t.deepEqual([file!.rows, file!.state, file!.datasets], [30, 'ready', ['even', 'odd']]);
    const page = await api<RowPage>('rows?file=0&from=0&limit=12');
    t.deepEqual(
      page.rows.map(({ id }) => id),
      Array.from({ length: 12 }, (_, n) => `q${n}`),
    );
    t.is(page.next, 12);
    const odd = await api<RowPage>('rows?file=0&from=12&limit=100&dataset=odd');
    t.deepEqual(
      odd.rows.map(({ row }) => row),
      [13, 15, 17, 19, 21, 23, 25, 27, 29],
    );
    t.deepEqual([odd.next, odd.isWhole], [undefined, true]);
    t.deepEqual(
      (await api<RowPage>('rows?id=q29')).rows.map(({ id }) => id),
      ['q29'],
    );
    t.is((await get(`${url.pathname}api/raw?file=0&row=7`)).text, JSON.stringify(record(7)));
    const sample = await api<SampleView>('sample?file=0&row=7');
    t.is(sample.question, record(7).input);
    t.deepEqual([sample.previous?.row, sample.next?.row], [6, 8]);
    t.is((await get(`${url.pathname}api/sample?file=0&row=30`)).status, 404);
    t.is((await get(`${url.pathname}api/sample?file=1&row=0`)).status, 404);
  });
}

async function matches(get: (path: string) => Promise<{ text: string }>, path: string) {
  const { text } = await get(path);
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as SearchEvent);
}

test('a text is found however JSON spells it, once a row, with what stands around it', async t => {
  const escaped = lines.replaceAll('é', '\\u00e9');
  for (const form of [lines, escaped]) {
    const { get, url } = await serving(t, { lines: form });
    const search = (q: string) =>
      matches(get, `${url.pathname}api/search?file=0&q=${encodeURIComponent(q)}`);
    const [found, , end] = await search('"quoted" é\n');
    t.true(found?.type === 'match' && found.row.row === 7);
    t.like(found, { excerpt: { match: '"quoted" é\n' } });
    t.regex((found as { excerpt: { before: string } }).excerpt.before, /a needle $/);
    t.deepEqual(end, { type: 'end', matches: 1, isCut: false });
    t.is((await search('question')).filter(({ type }) => type === 'match').length, 30);
    t.is((await search('nowhere')).filter(({ type }) => type === 'match').length, 0);
  }
});

test('lines that are no JSON, or no record, are listed and shown as they are', async t => {
  const { api } = await serving(t, { lines: '{"id": "a"\n[1, 2]\n{"id": "b"}\n' });
  const { rows } = await api<RowPage>('rows');
  t.deepEqual(
    rows.map(({ kind }) => kind),
    ['no JSON', 'no record', 'record'],
  );
  t.regex((await api<SampleView>('sample?row=0')).context, /"a/);
});
