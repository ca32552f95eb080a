import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { KeychainError } from '../errors.js';

/** Jobs of a launch that are in Slurm's queue, waiting or running, by their ids. */
export interface Queued {
  index: string | undefined;
  /** By the number of the shard. */
  shards: ReadonlyMap<number, string>;
  merge: string | undefined;
}

export const NOTHING_QUEUED: Queued = { index: undefined, shards: new Map(), merge: undefined };

/**
 * Asks Slurm for the jobs of a launch.
 *
 * @param name what its jobs are called
 * @throws KeychainError SUBMIT_FAILED
 */
export async function queuedOf(name: string): Promise<Queued> {
  const names = ['index', 'shards', 'merge'].map(what => `${name}-${what}`).join(',');
  const args = ['--noheader', '--array', `--name=${names}`, '--format=%j %F %K %t'];
  try {
    return readQueue((await promisify(execFile)('squeue', args)).stdout);
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    const said = (stderr || message).trim().replaceAll(/\s*\n\s*/g, '; ');
    throw new KeychainError(
      'SUBMIT_FAILED',
      `${said}; launch where Slurm's commands are, or without --submit`,
      { cause },
    );
  }
}

/** Reads lines of name, job, number in the array, and state. */
export function readQueue(text: string): Queued {
  const shards = new Map<number, string>();
  const single = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [name = '', job = '', task = '', state = ''] = line.trim().split(/\s+/);
    // A job that is just ending has its outcome: what it has made is on the disk.
    if (job === '' || state === 'CG') continue;
    const what = name.slice(name.lastIndexOf('-') + 1);
    if (what === 'shards') shards.set(Number(task), `${job}_${task}`);
    else single.set(what, job);
  }
  return { index: single.get('index'), shards, merge: single.get('merge') };
}
