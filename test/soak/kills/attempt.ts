import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Ground } from './ground.js';
import { CONCURRENCY, ROLLOUTS } from './model.js';
import { killAt, type Life, stepOf, watchFolders } from './moment.js';
import type { Kill, Manner, Work } from './scenarios.js';

const EXECUTABLE = resolve('bin/pipe');
const STAGE = new URL('stage.js', import.meta.url).pathname;
const STEPPER = new URL('stepper.js', import.meta.url).href;
/** A run that takes longer hangs (ms). */
const PATIENCE_MS = 240_000;

/** Where the runs of a trial are at home; nobody else uses it. */
export interface Place {
  dir: string;
  out: string;
  cache: string;
  corpora: string;
  tmp: string;
  home: string;
  journal: string;
  /** Which samples the stage was given. */
  trace: string;
}

export async function placeIn(dir: string): Promise<Place> {
  const path = (...names: string[]): string => join(dir, ...names);
  const place = {
    dir,
    out: path('out', 'w'),
    cache: path('cache'),
    corpora: path('cache', 'keychain', 'corpora'),
    tmp: path('tmp'),
    home: path('home'),
    journal: path('journal'),
    trace: path('trace'),
  };
  for (const folder of [place.out, place.corpora, place.tmp, place.home]) {
    await mkdir(folder, { recursive: true });
  }
  return place;
}

/** What has become of a run. */
export interface Ended extends Life {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/**
 * The words of a run's command line.
 *
 * @param run the model's address, and which shard it makes; by default the whole
 */
export function argsOf(
  { command, format, lengths, model, stage, texts, questions, shards }: Work,
  { workers, corpus }: Manner,
  { dataset, books, corpus: found }: Ground,
  { url, shard }: { url?: string | undefined; shard?: number | undefined },
): string[] {
  const fillers = texts ? ['--fillers', books] : [];
  if (command === 'index') return ['index', dataset, ...fillers];
  return [
    ...[command, dataset, '--save-dir', 'out', '--save-name', 'w', '--format', format],
    ...['--max-seq-length', lengths, '--workers', `${workers}`],
    ...fillers,
    ...(corpus === 'found' ? ['--corpus', found] : []),
    ...(questions === undefined ? [] : ['--num-samples', `${questions}`]),
    ...(stage ? ['--stage', STAGE] : []),
    ...(shard === undefined ? [] : ['--shard', `${shard}/${shards}`]),
    ...(model && url !== undefined
      ? [
          ...['--llm-url', url, '--model', 'm', '--journal', 'journal', '--n', `${ROLLOUTS}`],
          ...['--concurrency', `${CONCURRENCY}`],
        ]
      : []),
  ];
}

/**
 * Runs a command in its place, to its end or until it is killed.
 *
 * @param life of an unbroken run; needed where it is to be killed
 */
export async function attempt(
  args: readonly string[],
  place: Place,
  kill?: { kill: Kill; life: Life },
): Promise<Ended> {
  const step = kill && stepOf(kill.kill.moment, kill.life);
  const steps = join(place.dir, 'steps');
  const watching = watchFolders([place.out, place.corpora]);
  const began = performance.now();
  const child = spawn(EXECUTABLE, args, {
    cwd: place.dir,
    env: {
      ...process.env,
      TMPDIR: place.tmp,
      HOME: place.home,
      XDG_CACHE_HOME: place.cache,
      KEYCHAIN_SOAK_TRACE: place.trace,
      NODE_OPTIONS: `--import=${STEPPER}`,
      KEYCHAIN_SOAK_STEPS: steps,
      KEYCHAIN_SOAK_STEP: `${step ?? 0}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const patience = setTimeout(() => child.kill('SIGABRT'), PATIENCE_MS);
  if (kill) {
    const { moment, signal } = kill.kill;
    killAt(child, moment, signal, { life: kill.life, watching });
  }
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (done, failed) => {
      child.once('error', failed);
      child.once('close', (...ended) => done(ended));
    },
  );
  clearTimeout(patience);
  watching.close();
  const ms = performance.now() - began;
  const counted = Number(await readFile(steps, 'utf8').catch(() => 0));
  return { code, signal, stderr, ms, steps: counted, ...watching.counts };
}
