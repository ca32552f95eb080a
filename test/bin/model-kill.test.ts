import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { keyedRandom } from '../../lib/random.js';
import { withoutCommand } from '../support/manifest.js';
import { type ModelServer, modelServer } from '../support/model/model-server.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

/** By default few enough for every run of the tests. */
const QUESTIONS = Number(process.env.KEYCHAIN_KILL_QUESTIONS ?? 300);
const KILLS = Number(process.env.KEYCHAIN_KILLS ?? 6);
const CONCURRENCY = 8;
/**
 * A call that was made so many calls before the last one is in the journal, whatever the machine
 * does: twice as many records as calls are under way, the next one is taken when the first of them is
 * done, which it is once its answers are on disk, and calls reach the server out of order by no more.
 */
const UNDER_WAY = 4 * CONCURRENCY;
const journaled = ({ calls }: ModelServer): string[] =>
  calls.slice(0, Math.max(0, calls.length - UNDER_WAY)).map(({ key }) => key);

interface Ended {
  code: number | null;
  stderr: string;
}

/** Runs a command and sends a signal once so many calls have finished. */
async function interrupted(
  server: ModelServer,
  args: string[],
  cache: string,
  after: number,
  signal: NodeJS.Signals,
): Promise<Ended> {
  server.calls.length = 0;
  const child: ChildProcess = spawn(resolve('bin/pipe'), args, {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let left = after;
  server.onFinish = () => {
    if (--left === 0) child.kill(signal);
  };
  let stderr = '';
  child.stderr!.on('data', chunk => {
    stderr += chunk;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, stderr };
}

/** Digests of the finished files; what kill -9 leaves unfinished has another name. */
async function filesIn(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter(name => !/\.(partial|lease)$/.test(name));
  const read = names.map(async name => {
    const bytes = await readFile(join(dir, name));
    const content = name.endsWith('.manifest.json') ? withoutCommand(`${bytes}`) : bytes;
    return [name, createHash('sha256').update(content).digest('hex')];
  });
  return Object.fromEntries(await Promise.all(read));
}

async function prepared(t: ExecutionContext) {
  const dataset = await worldFile(t, 'hotpotqa', QUESTIONS);
  const server = await modelServer(t, dataset, { latencyMs: 25 });
  const dir = await tempDir(t);
  const args = (name: string) => [
    ...[
      'keychain',
      dataset,
      '--max-seq-length',
      '2k',
      '--concurrency',
      `${CONCURRENCY}`,
      ...server.flags,
    ],
    ...['--journal', join(dir, `journal-${name}`), '--save-dir', dir, '--save-name', name],
  ];
  return { server, dir, args };
}

test.serial(
  'kill -9 at random points: the same bytes as an unbroken run, and no finished call twice',
  async t => {
    const { server, dir, args } = await prepared(t);
    const never = Number.POSITIVE_INFINITY;
    t.is((await interrupted(server, args('whole'), dir, never, 'SIGKILL')).code, 0);
    t.is(server.calls.length, QUESTIONS);

    const random = keyedRandom('kill points of keychain', 1);
    const safe = new Set<string>();
    let killed = 0;
    for (let run = 0; run <= KILLS; run++) {
      const after = run === KILLS ? never : 1 + random.below(Math.floor((QUESTIONS / KILLS) * 1.2));
      const { code, stderr } = await interrupted(server, args('broken'), dir, after, 'SIGKILL');
      if (code === null) killed++;
      else t.is(code, 0, stderr);
      for (const { key } of server.calls) {
        t.false(safe.has(key), `a finished call was made again in run ${run}`);
      }
      for (const key of journaled(server)) safe.add(key);
    }
    t.true(killed >= KILLS - 1 && safe.size > QUESTIONS / 3, `${killed} kills, ${safe.size} safe`);
    t.deepEqual(await filesIn(join(dir, 'broken')), await filesIn(join(dir, 'whole')));
  },
);

test.serial('Ctrl+C ends with 130 at once and keeps what is answered', async t => {
  const { server, dir, args } = await prepared(t);
  const finished = new Set<string>();
  for (const after of [20, 60, 100]) {
    const { code, stderr } = await interrupted(server, args('c'), dir, after, 'SIGINT');
    t.is(code, 130, stderr);
    t.regex(stderr, /interrupted(; the same command goes on)?\n$/);
    for (const { key } of server.calls) {
      t.false(finished.has(key), 'a finished call was made again');
    }
    for (const key of journaled(server)) finished.add(key);
  }
  t.true(finished.size > 50, `${finished.size}`);
  const left = Object.keys(await filesIn(join(dir, 'c')));
  t.deepEqual(
    left.filter(name => !/\.gz\.part(\.log|\.judged)?$/.test(name)),
    [],
  );
});
