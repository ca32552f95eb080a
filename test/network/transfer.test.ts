import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Expected } from '../../lib/network/expected.js';
import { refusePassing } from '../../lib/network/status.js';
import { transfer } from '../../lib/network/transfer.js';
import { openWeb } from '../../lib/network/web.js';
import { type Reporter, silentReporter } from '../../lib/reporter.js';
import {
  type Answer,
  Cut,
  type Served,
  sendFile,
  standIn,
  status,
} from '../support/hub/file-server.js';
import { sha256 } from '../support/hub/files.js';
import { hastyClock } from '../support/hub/open.js';
import { tempDir } from '../support/temp-dir.js';

const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251));
const WHOLE: Expected = { bytes: BYTES.length, sha256: sha256(BYTES) };

/** Answers with a file. */
const file =
  (served: Partial<Served> = {}): Answer =>
  (request, response) =>
    sendFile(request, response, { bytes: BYTES, etag: '"1"', ...served });

async function ground(t: ExecutionContext, answer: Answer = file()) {
  const server = await standIn(t, answer);
  const web = openWeb();
  t.teardown(() => web.close());
  const path = join(await tempDir(t), 'data.bin');
  const clock = hastyClock();
  const steps: string[] = [];
  const cuts: Cut[] = [];
  const cutAt = (at: number): Cut => {
    const cut = new Cut(at);
    cuts.push(cut);
    return cut;
  };
  const reporter: Reporter = {
    ...silentReporter,
    step: message => steps.push(message),
    progress: (_, { done }) => {
      for (const cut of cuts) cut.read(done);
    },
  };
  const fetchIt = (expected: Expected = WHOLE): Promise<void> =>
    transfer({
      name: 'data',
      path,
      expected,
      way: 'look elsewhere',
      clock,
      reporter,
      ask: async headers => {
        const reply = await web.ask(new URL(`${server.url}/data.bin`), { headers });
        await refusePassing(reply, clock);
        return reply;
      },
    });
  return { server, path, clock, steps, fetchIt, cutAt };
}

/** All that stands in a file's folder. */
const beside = async (path: string): Promise<string[]> => (await readdir(dirname(path))).sort();

test('a file is fetched whole, and nothing else is left', async t => {
  const { path, fetchIt, server } = await ground(t);
  await fetchIt();
  t.deepEqual(await readFile(path), BYTES);
  t.deepEqual(await beside(path), [basename(path)]);
  await fetchIt();
  t.is(server.had.length, 1, 'what is there is not fetched again');
});

test('a transfer that is cut is gone on with by its range, on the condition that it is the same file', async t => {
  const { path, fetchIt, server, clock, cutAt } = await ground(t);
  server.next.push(file({ cut: cutAt(30_000) }), file({ cut: cutAt(70_000) }));
  await fetchIt();
  t.deepEqual(await readFile(path), BYTES);
  t.deepEqual(
    server.had.map(({ range, ifRange }) => [range, ifRange]),
    [
      [undefined, undefined],
      ['bytes=30000-', '"1"'],
      ['bytes=70000-', '"1"'],
    ],
  );
  t.deepEqual(clock.waits, [1000, 1000], 'what has got further counts as a new start');
});

test('what a killed process has left is gone on with', async t => {
  const { path, fetchIt, server } = await ground(t);
  await writeFile(`${path}.part`, BYTES.subarray(0, 12_345));
  await writeFile(`${path}.part.from`, '"1"');
  await fetchIt();
  t.is(server.had[0]!.range, 'bytes=12345-');
  t.deepEqual(await readFile(path), BYTES);
  t.deepEqual(await beside(path), [basename(path)]);
});

test('a file that has changed since is fetched from its beginning', async t => {
  const { path, fetchIt, server } = await ground(t);
  await writeFile(`${path}.part`, Buffer.alloc(500, 'x'));
  await writeFile(`${path}.part.from`, '"an older one"');
  await fetchIt({ bytes: BYTES.length });
  t.deepEqual(await readFile(path), BYTES);
  t.is(server.had.length, 1, 'the server itself has sent the whole');
});

test('a part of nobody knows what is gone on with only where the SHA-256 decides', async t => {
  const { path, fetchIt, server } = await ground(t);
  await writeFile(`${path}.part`, Buffer.alloc(500, 'x'));
  await fetchIt({ bytes: BYTES.length });
  t.is(server.had[0]!.range, undefined);
  t.deepEqual(await readFile(path), BYTES);
});

test('two halves of two files are found out by the SHA-256, and it is fetched as one', async t => {
  const { path, fetchIt, server, steps } = await ground(t);
  await writeFile(`${path}.part`, Buffer.alloc(500, 'x'));
  await fetchIt();
  t.deepEqual(
    server.had.map(({ range }) => range),
    ['bytes=500-', undefined],
  );
  t.deepEqual(await readFile(path), BYTES);
  t.regex(steps.join('\n'), /its SHA-256 is .*; fetching it from its beginning/);
});

test('a server that ignores ranges sends the whole, which replaces the part', async t => {
  const { path, fetchIt } = await ground(t, file({ ignoresRange: true }));
  await writeFile(`${path}.part`, BYTES.subarray(0, 12_345));
  await fetchIt();
  t.deepEqual(await readFile(path), BYTES);
});

test('a server that sends another part than was asked for is not believed', async t => {
  const { path, fetchIt, server } = await ground(t);
  await writeFile(`${path}.part`, BYTES.subarray(0, 100));
  server.next.push((_, response) => {
    response
      .writeHead(206, { 'content-range': `bytes 0-99/${BYTES.length}`, 'content-length': 100 })
      .end(BYTES.subarray(0, 100));
  });
  await fetchIt();
  t.deepEqual(await readFile(path), BYTES);
});

test('a part that is whole already is not asked for; a longer one is begun anew', async t => {
  const { path, fetchIt, server } = await ground(t);
  await writeFile(`${path}.part`, BYTES);
  await fetchIt();
  t.is(server.had.length, 0);
  const other = await ground(t);
  await writeFile(`${other.path}.part`, Buffer.concat([BYTES, BYTES]));
  await other.fetchIt();
  t.deepEqual(await readFile(other.path), BYTES);
});

test('of a size that is known by nobody beforehand, a cut is found all the same', async t => {
  const { path, fetchIt, server, cutAt } = await ground(t);
  server.next.push(file({ cut: cutAt(30_000) }));
  await fetchIt({});
  t.deepEqual(await readFile(path), BYTES);
});

test('another size is refused before the bytes come, another SHA-256 behind them', async t => {
  const { path, fetchIt } = await ground(t);
  await t.throwsAsync(fetchIt({ bytes: 5 }), {
    code: 'DOWNLOAD_DIFFERS',
    message: /^data: 127\.0\.0\.1:\d+ has 100000 bytes, not 5; look elsewhere$/,
  });
  await t.throwsAsync(fetchIt({ sha256: sha256('other') }), {
    code: 'DOWNLOAD_DIFFERS',
    message: /^data: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}; look elsewhere$/,
  });
  t.false(existsSync(path));
});

test('a busy server is asked again when it says, and not for ever', async t => {
  const { path, fetchIt, server, clock, steps } = await ground(t);
  server.next.push(status(429, { 'retry-after': '7' }), status(503), status(500));
  await fetchIt();
  t.deepEqual(await readFile(path), BYTES);
  t.deepEqual(clock.waits, [7000, 2000, 4000]);
  t.regex(steps[0]!, /asks for fewer requests \(429\); again in 7 s/);

  const dead = await ground(t, status(502));
  await t.throwsAsync(dead.fetchIt(), {
    code: 'DOWNLOAD_FAILED',
    message: /is out of order \(502\), tried 5 times; look elsewhere$/,
  });
  const patient = await ground(t, status(429, { 'retry-after': '3600' }));
  await t.throwsAsync(patient.fetchIt(), {
    code: 'DOWNLOAD_FAILED',
    message: /asks to wait 3600 s; look elsewhere$/,
  });
  t.deepEqual(patient.clock.waits, []);
});

test('a host that nobody answers at is given up after a second try', async t => {
  const { server, fetchIt, clock } = await ground(t);
  await new Promise(resolve => server.server.close(resolve));
  await t.throwsAsync(fetchIt(), {
    code: 'DOWNLOAD_FAILED',
    message: /^127\.0\.0\.1:\d+: it refuses connections, tried 2 times; look elsewhere$/,
  });
  t.deepEqual(clock.waits, [1000]);
});

test('two that fetch the same file at once fetch it once', async t => {
  const { path, fetchIt, server } = await ground(t);
  await Promise.all([fetchIt(), fetchIt(), fetchIt()]);
  t.is(server.had.length, 1);
  t.deepEqual(await readFile(path), BYTES);
  t.deepEqual(await beside(path), [basename(path)]);
});

test('wherever a server cuts, ignores ranges or forgets its ETag, the file comes whole', async t => {
  const server = fc.record({
    cuts: fc.array(fc.nat(BYTES.length), { maxLength: 4 }),
    ignoresRange: fc.boolean(),
    etag: fc.constantFrom('"1"', 'W/"1"', undefined),
    left: fc.option(fc.nat(BYTES.length), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(server, fc.boolean(), async ({ cuts, left, etag, ...how }, isKnown) => {
      const served = { ...how, etag } as Partial<Served>;
      const { path, fetchIt, server, cutAt } = await ground(t, file(served));
      server.next.push(...cuts.map(at => file({ ...served, cut: cutAt(at) })));
      if (left !== undefined) await writeFile(`${path}.part`, BYTES.subarray(0, left));
      await fetchIt(isKnown ? WHOLE : {});
      t.deepEqual(await readFile(path), BYTES);
      t.deepEqual(await beside(path), [basename(path)]);
    }),
    { numRuns: 40 },
  );
});
