import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as later } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { type Answer, type StandIn, standIn, status } from '../support/hub/file-server.js';
import { hubServer } from '../support/hub/hub-server.js';
import { useHub } from '../support/hub/variables.js';
import { pipe } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';

const OFFICIAL = 'http://curtis.ml.cmu.edu/datasets/hotpot/hotpot_dev_distractor_v1.json';
const MIRROR = 'distractor/validation-00000-of-00001.parquet';
const ROWS = Buffer.from('PAR1 rows PAR1');

/** A proxy in place of the world, in which the official place is, and a Hub. */
async function world(t: ExecutionContext, answer: Answer): Promise<StandIn> {
  const proxy = await standIn(t, answer);
  const { hub } = await hubServer(t, [
    { name: 'datasets/hotpotqa/hotpot_qa', commits: [{ [MIRROR]: ROWS }] },
  ]);
  await useHub(t, hub.url);
  const before = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'].map(
    name => [name, process.env[name]] as const,
  );
  t.teardown(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  for (const [name] of before) delete process.env[name];
  process.env.HTTP_PROXY = proxy.url;
  return proxy;
}

test.serial(
  'a dataset by its name is asked for where its authors have it, then at its mirror',
  async t => {
    const proxy = await world(t, status(404));
    const cwd = await tempDir(t);
    const { code, stdout, stderr } = await pipe(['download', '--split=dev', 'hotpotqa'], { cwd });
    t.is(code, 0, stderr);
    t.is(proxy.had[0]!.url, OFFICIAL);
    t.is(stdout, 'hotpotqa-dev-validation-00000-of-00001.parquet\n');
    t.deepEqual(await readFile(join(cwd, stdout.trim())), ROWS);
    t.regex(stderr, /warning: curtis\.ml\.cmu\.edu refuses it \(404\); get it from/);
    t.regex(stderr, /hotpotqa: 1 file; licence CC BY-SA 4\.0, see https:\/\/hotpotqa\.github\.io/);
  },
);

test.serial('an interrupted download goes on where it was', async t => {
  const bytes = 46_320_117;
  const begun = Buffer.alloc(5000, 'x');
  const proxy = await world(t, status(404));
  proxy.next.push((_, response) => {
    response.writeHead(200, { 'content-length': bytes, etag: '"1"' });
    response.write(begun);
  });
  const cwd = await tempDir(t);
  const args = ['download', 'hotpotqa', '--out', 'data', '--split', 'dev'];
  const child = spawn(resolve('bin/pipe'), args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  const ended = once(child, 'close');
  const part = join(cwd, 'data/hotpot_dev_distractor_v1.json.part');
  const hasCome = (): boolean => existsSync(part) && statSync(part).size === begun.length;
  for (const end = Date.now() + 60_000; !hasCome() && Date.now() < end; ) await later(20);
  t.true(hasCome());
  child.kill('SIGINT');
  t.deepEqual(await ended, [130, null]);
  t.regex(await said, /interrupted; the same command goes on\n$/);
  t.deepEqual((await readdir(join(cwd, 'data'))).sort(), [
    'hotpot_dev_distractor_v1.json.part',
    'hotpot_dev_distractor_v1.json.part.from',
  ]);
  await pipe(args, { cwd });
  t.deepEqual([proxy.had.at(-1)!.range, proxy.had.at(-1)!.ifRange], ['bytes=5000-', '"1"']);
});
