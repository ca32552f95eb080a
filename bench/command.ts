import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scale } from './benchmark.js';
import { watchMemory } from './peak-memory.js';
import type { Turn } from './turns.js';

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
    const stop = watchMemory(child.pid ?? 0);
    const told: Buffer[] = [];
    child.stderr?.on('data', chunk => told.push(chunk));
    // Where there is no such program, watching it would keep this process from ending.
    const [code] = (await once(child, 'close').finally(stop)) as [number];
    const seconds = (performance.now() - start) / 1000;
    if (code === 0) return { seconds, memory: stop() };
    throw new Error(`${name} ${args.join(' ')} ended with ${code}: ${Buffer.concat(told)}`);
  } finally {
    await file.close();
  }
}

const PIPE = fileURLToPath(new URL('../../bin/pipe', import.meta.url));

/** Runs `bin/pipe` as a user would; what it keeps in the user cache stays in the run's folder. */
export const pipe = (scale: Scale, args: readonly string[]): Promise<Turn> =>
  command(process.execPath, [PIPE, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: join(scale.dir, 'cache') },
  });
