import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shellLine } from '../lib/values/shell.js';
import type { Scale } from './benchmark.js';
import type { Turn } from './turns.js';
import { watchProcess } from './watch.js';

interface CommandOptions {
  /** A file for what it writes to standard output. */
  out?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end, start-up included. */
export async function command(
  name: string,
  args: readonly string[],
  { out = '/dev/null', env = process.env }: CommandOptions = {},
): Promise<Turn> {
  const file = await open(out, 'w');
  try {
    const start = performance.now();
    const child = spawn(name, args, { env, stdio: ['ignore', file.fd, 'pipe'] });
    const stop = watchProcess(child.pid ?? 0);
    const told: Buffer[] = [];
    child.stderr?.on('data', chunk => told.push(chunk));
    // Where there is no such program, watching it would keep this process from ending.
    const [code] = (await once(child, 'close').finally(stop)) as [number];
    const seconds = (performance.now() - start) / 1000;
    if (code === 0) return { seconds, ...stop() };
    throw new Error(`${name} ${args.join(' ')} ended with ${code}: ${Buffer.concat(told)}`);
  } finally {
    await file.close();
  }
}

const PIPE = fileURLToPath(new URL('../../bin/pipe', import.meta.url));

/** Runs `bin/pipe` as a user would; what it keeps in the user cache stays in the run's folder. */
export const pipe = (scale: Scale, args: readonly string[]): Promise<Turn> =>
  command(process.execPath, [PIPE, ...args], { env: envOf(scale) });

/** Runs it several times, one behind the other, with gzip at the end, as a shell does. */
export const piped = (
  scale: Scale,
  out: string,
  commands: readonly (readonly string[])[],
): Promise<Turn> => {
  const stages = commands.map(args => shellLine([process.execPath, PIPE, ...args]));
  const script = `set -o pipefail; ${[...stages, 'gzip'].join(' | ')}`;
  return command('bash', ['-c', script], { out, env: envOf(scale) });
};

const envOf = ({ dir }: Scale): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_CACHE_HOME: join(dir, 'cache'),
});
