import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { download } from '../../lib/download/download.js';
import type { Source, SourceFile } from '../../lib/download/sources/source.js';
import { silentReporter } from '../../lib/reporter.js';
import { zipOf } from '../datasets/fixtures.js';
import { cacheRepo } from '../support/hub/cached.js';
import {
  type Answer,
  Cut,
  type StandIn,
  sendFile,
  standIn,
  status,
} from '../support/hub/file-server.js';
import { sha256 } from '../support/hub/files.js';
import { type HubServer, hubServer } from '../support/hub/hub-server.js';
import { hastyClock } from '../support/hub/open.js';
import { useHub } from '../support/hub/variables.js';
import { tempDir } from '../support/temp-dir.js';

const ROWS = Buffer.from('{"question": "who?"}\n'.repeat(2000));
const MIRRORED = Buffer.from('PAR1 the same rows PAR1');

interface Ground extends HubServer {
  place: StandIn;
  cache: string;
  out: string;
  warnings: string[];
  cuts: Cut[];
  /** Downloads a dataset that has one file, of which something is other than by default. */
  fetchIt(over?: Partial<SourceFile>, splits?: string[]): Promise<string[]>;
}

async function ground(
  t: ExecutionContext,
  answer: Answer = (request, response) => sendFile(request, response, { bytes: ROWS, etag: '"1"' }),
): Promise<Ground> {
  const place = await standIn(t, answer);
  const server = await hubServer(t, [
    { name: 'datasets/me/mirror', commits: [{ 'train.parquet': MIRRORED }] },
  ]);
  const cache = await useHub(t, server.hub.url);
  const out = join(await tempDir(t), 'data');
  const warnings: string[] = [];
  const cuts: Cut[] = [];
  const fetchIt: Ground['fetchIt'] = async (over = {}, splits = []) => {
    const file: SourceFile = {
      name: 'train.jsonl',
      url: `${place.url}/train.jsonl`,
      bytes: ROWS.length,
      sha256: sha256(ROWS),
      splits: [{ name: 'train', mirror: ['hf:datasets/me/mirror/train.parquet'] }],
      ...over,
    };
    const source: Source = { title: 'W', page: 'https://w.example', license: 'CC0', files: [file] };
    const [found] = await download(['world'], {
      splits,
      out,
      sources: { world: source },
      clock: hastyClock(),
      reporter: {
        ...silentReporter,
        warn: message => warnings.push(message),
        progress: (_, { done }) => {
          for (const cut of cuts) cut.read(done);
        },
      },
    });
    t.is(found!.license, 'CC0');
    return found!.inputs;
  };
  return { ...server, place, cache, out, warnings, cuts, fetchIt };
}

test.serial(
  'a file comes from its official place, is checked, and is found the next time',
  async t => {
    const { fetchIt, out, place, hub } = await ground(t);
    const path = join(out, 'train.jsonl');
    t.deepEqual(await fetchIt(), [path]);
    t.deepEqual(await readFile(path), ROWS);
    t.deepEqual(await fetchIt(), [path]);
    t.is(place.had.length, 1);
    t.is(hub.had.length, 0, 'the Hub is not asked');
    t.deepEqual(await readdir(out), ['train.jsonl']);
    await writeFile(path, 'something else');
    await t.throwsAsync(fetchIt(), {
      code: 'OUTPUT_DIFFERS',
      message: /train\.jsonl: is another file than the one that is published: it has 14 bytes/,
    });
  },
);

test.serial('a transfer that was cut goes on by its range', async t => {
  const { fetchIt, place, cuts } = await ground(t);
  const cut = new Cut(10_000);
  cuts.push(cut);
  place.next.push((request, response) =>
    sendFile(request, response, { bytes: ROWS, etag: '"1"', cut }),
  );
  await fetchIt();
  t.deepEqual(
    place.had.map(({ range, ifRange }) => [range, ifRange]),
    [
      [undefined, undefined],
      ['bytes=10000-', '"1"'],
    ],
  );
});

for (const [what, answer] of Object.entries<Answer>({
  'refuses it': status(404),
  'is out of order': status(503),
  'asks to wait for an hour': status(429, { 'retry-after': '3600' }),
  'shows a page': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>'),
  'has another file of the same size': (request, response) =>
    sendFile(request, response, { bytes: Buffer.from(ROWS).fill('x', 5, 9) }),
  'has a file of another size': (request, response) =>
    sendFile(request, response, { bytes: ROWS.subarray(9) }),
})) {
  test.serial(`an official place that ${what} is said to, and its mirror is taken`, async t => {
    const { fetchIt, out, warnings } = await ground(t, answer);
    const copy = join(out, 'world-train-train.parquet');
    t.deepEqual(await fetchIt(), [copy]);
    t.deepEqual(await readFile(copy), MIRRORED);
    t.is(warnings.length, 1);
    t.regex(
      warnings[0]!,
      /get it from https:\/\/w\.example yourself and name its path; trying its mirror on the Hub$/,
    );
  });
}

test.serial('where nobody has it, it is said where else it is', async t => {
  const { fetchIt, hub } = await ground(t, status(404));
  hub.next.push(...Array.from({ length: 5 }, () => status(500)));
  await t.throwsAsync(fetchIt(), {
    code: 'DOWNLOAD_FAILED',
    message:
      /refuses it \(404\); get it from https:\/\/w\.example yourself.*; its mirror: .*HF_ENDPOINT/,
  });
});

test.serial('a dead host is one line, and its mirror is taken', async t => {
  const { fetchIt, place, warnings } = await ground(t);
  await new Promise(resolve => place.server.close(resolve));
  t.is((await fetchIt()).length, 1);
  t.regex(warnings[0]!, /it refuses connections, tried 2 times/);
});

test.serial("Google Drive's page is confirmed as a browser would", async t => {
  const { fetchIt, place, out } = await ground(t);
  place.next.push((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`
      <p>Google Drive can't scan this file for viruses.</p>
      <form id="download-form" action="/download?a=1&amp;b=2" method="get">
        <input type="submit" value="Download anyway"/>
        <input type="hidden" name="id" value="x&quot;y"><input type="hidden" name="confirm" value="t">
      </form>`),
  );
  t.deepEqual(await fetchIt({ behind: 'google-drive' }), [join(out, 'train.jsonl')]);
  t.is(place.had[1]!.url, '/download?a=1&b=2&id=x%22y&confirm=t');
});

test.serial('a page of Google Drive that has no form means the mirror', async t => {
  const { fetchIt, warnings } = await ground(t, (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('Quota exceeded'),
  );
  t.regex((await fetchIt({ behind: 'google-drive' }))[0]!, /world-train-train\.parquet$/);
  t.regex(warnings[0]!, /shows a page in place of the file/);
});

test.serial('redirects to other hosts are followed, and told nothing', async t => {
  const other = await standIn(t, (request, response) =>
    sendFile(request, response, { bytes: ROWS }),
  );
  const { fetchIt } = await ground(t, (_, response) =>
    response.writeHead(302, { location: `${other.url}/uc/data?key=1` }).end(),
  );
  process.env.HF_TOKEN = 'hf_secret_0123456789';
  await fetchIt();
  t.is(other.had[0]!.authorization, undefined);
});

test.serial(
  'of an archive with several files its members are named, one with a single one is unpacked',
  async t => {
    const several = zipOf([
      { name: 'data/train.jsonl', data: ROWS },
      { name: 'data/dev.jsonl', data: ROWS },
    ]);
    const splits = [
      { name: 'train', member: 'data/train.jsonl', mirror: [] },
      { name: 'dev', member: 'data/dev.jsonl', mirror: [] },
    ];
    const archive = { name: 'all.zip', splits, bytes: several.length, sha256: sha256(several) };
    const { fetchIt, out } = await ground(t, (request, response) =>
      sendFile(request, response, { bytes: several }),
    );
    t.deepEqual(await fetchIt(archive, ['dev']), [`${join(out, 'all.zip')}#data/dev.jsonl`]);
    t.is((await fetchIt(archive)).length, 2);

    const single = zipOf([
      { name: 'train.jsonl', data: ROWS },
      { name: '__MACOSX/._train.jsonl', data: Buffer.from('x') },
    ]);
    const other = await ground(t, (request, response) =>
      sendFile(request, response, { bytes: single }),
    );
    const [path] = await other.fetchIt({
      ...{ name: 'train.jsonl.zip', bytes: single.length, sha256: sha256(single) },
    });
    t.is(path, join(other.out, 'train.jsonl'));
    t.deepEqual(await readFile(path!), ROWS);
  },
);

test.serial('offline, what the cache has of a mirror is taken, and nobody is asked', async t => {
  const { fetchIt, cache, place, hub } = await ground(t);
  process.env.HF_HUB_OFFLINE = '1';
  await t.throwsAsync(fetchIt(), { code: 'HUB_MISSING', message: /HF_HUB_OFFLINE is set/ });
  await cacheRepo(cache, 'datasets/me/mirror', { 'train.parquet': MIRRORED });
  t.is((await fetchIt()).length, 1);
  t.is(place.had.length + hub.had.length, 0);
});

test.serial('two splits that a mirror calls alike have names of their own', async t => {
  const { fetchIt, out } = await ground(t, status(404));
  const mirror = ['hf:datasets/me/mirror/train.parquet'];
  const splits = ['dev', 'dev-fullwiki'].map(name => ({ name, mirror }));
  const paths = await fetchIt({ splits });
  t.deepEqual(
    paths,
    ['dev', 'dev-fullwiki'].map(name => join(out, `world-${name}-train.parquet`)),
  );
  t.deepEqual(await fetchIt({ splits }), paths, 'what is there is found');
  await writeFile(paths[1]!, 'my own');
  await t.throwsAsync(fetchIt({ splits }), { code: 'OUTPUT_DIFFERS' });
  t.is(await readFile(paths[1]!, 'utf8'), 'my own');
});

test.serial('standard output is no folder, and is refused before anything is asked', async t => {
  const { place, hub } = await ground(t);
  for (const name of ['squad', 'hf:me/mirror/train.parquet']) {
    const parts = { splits: [], out: '-', reporter: silentReporter };
    await t.throwsAsync(download([name], parts), { code: 'USAGE', message: /name a folder/ });
  }
  t.is(place.had.length + hub.had.length, 0);
  t.false(existsSync('-'));
});

test.serial('what is no dataset is refused before anything is asked', async t => {
  const { place } = await ground(t);
  for (const [names, splits, message] of [
    [['hotpot'], [], /hotpot: no dataset of that name.*did you mean hotpotqa\?/],
    [['squad'], ['test'], /--split test: squad has train, dev/],
    [['hf:me/set'], ['train'], /--split: of hf:me\/set the files of a split are named by its path/],
    [['hf:'], [], /no name of a repository/],
  ] as const) {
    const parts = { splits, out: undefined, reporter: silentReporter };
    await t.throwsAsync(download(names, parts), { code: 'USAGE', message });
  }
  t.is(place.had.length, 0);
});
