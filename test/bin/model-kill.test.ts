import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { keyedRandom } from '../../lib/random.js';
import { type ModelServer, modelServer } from '../support/model-server.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

/** By default few enough for every run of the tests. */
const QUESTIONS = Number(process.env.KEYCHAIN_KILL_QUESTIONS ?? 300);
const KILLS = Number(process.env.KEYCHAIN_KILLS ?? 6);
/** A call that finished so long before a kill must be in the journal, in ms. */
const SAFE = 250;

interface Ended {
  code: number | null;
  stderr: string;
  /** `performance.now()` when the signal was sent. */
  endedAt: number;
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
  let endedAt = Number.POSITIVE_INFINITY;
  const child: ChildProcess = spawn(resolve('bin/pipe'), args, {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let left = after;
  server.onFinish = () => {
    if (--left !== 0) return;
    endedAt = performance.now();
    child.kill(signal);
  };
  let stderr = '';
  child.stderr!.on('data', chunk => {
    stderr += chunk;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, stderr, endedAt };
}

/** Digests of the finished files; what kill -9 leaves unfinished has another name. */
async function filesIn(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter(name => !name.includes('.partial-'));
  const read = names.map(async name => {
    const bytes = await readFile(join(dir, name));
    return [name, createHash('sha256').update(bytes).digest('hex')];
  });
  return Object.fromEntries(await Promise.all(read));
}

async function prepared(t: ExecutionContext) {
  const dataset = await worldFile(t, 'hotpotqa', QUESTIONS);
  const server = await modelServer(t, dataset, { latencyMs: 25 });
  const dir = await tempDir(t);
  const args = (name: string) => [
    ...['keychain', dataset, '--max-seq-length', '2k', '--concurrency', '8', ...server.flags],
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
      const { code, endedAt, stderr } = await interrupted(
        server,
        args('broken'),
        dir,
        after,
        'SIGKILL',
      );
      if (code === null) killed++;
      else t.is(code, 0, stderr);
      for (const call of server.calls) {
        t.false(safe.has(call.key), `a finished call was made again in run ${run}`);
        if ((call.finished?.at ?? never) < endedAt - SAFE) safe.add(call.key);
      }
    }
    t.true(killed >= KILLS - 1 && safe.size > QUESTIONS / 3, `${killed} kills, ${safe.size} safe`);
    t.deepEqual(await filesIn(join(dir, 'broken')), await filesIn(join(dir, 'whole')));
  },
);

test.serial('Ctrl+C ends with 130 at once and keeps what is answered', async t => {
  const { server, dir, args } = await prepared(t);
  const finished = new Set<string>();
  for (const after of [20, 60, 100]) {
    const started = performance.now();
    const { code, stderr, endedAt } = await interrupted(server, args('c'), dir, after, 'SIGINT');
    t.is(code, 130, stderr);
    t.regex(stderr, /interrupted\n$/);
    t.true(performance.now() - Math.max(started, endedAt) < 10_000, 'it did not end');
    for (const call of server.calls) {
      t.false(finished.has(call.key), 'a finished call was made again');
      if ((call.finished?.at ?? endedAt) < endedAt - SAFE) finished.add(call.key);
    }
  }
  t.true(finished.size > 50, `${finished.size}`);
  t.deepEqual(await filesIn(join(dir, 'c')), {});
});
