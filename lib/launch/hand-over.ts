import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '../disk/make-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { writing } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import type { Prepared } from './engine.js';

/** Of its owner alone: what a command was told may be a secret. */
const PRIVATE = 0o700;

/**
 * Writes the files of a launch.
 *
 * @param folder made, if it is not there
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function writeLaunch(folder: string, { files }: Prepared): Promise<void> {
  await writing(folder, async () => {
    await makeFolder(folder);
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      replaceFile(path, text);
      await chmod(path, PRIVATE);
    }
  });
}

/**
 * Hands the jobs of a folder over to the engine.
 *
 * @returns what the engine says, such as the ids of the jobs, a line each
 * @throws KeychainError SUBMIT_FAILED
 */
export async function handOver(folder: string): Promise<string> {
  const script = join(folder, 'submit.sh');
  try {
    return (await promisify(execFile)('sh', [script])).stdout;
  } catch (cause) {
    const { stdout, stderr, message } = cause as Error & { stdout?: string; stderr?: string };
    const said = (stderr || message).trim().replaceAll(/\s*\n\s*/g, '; ');
    const before = stdout ? ` (handed over before: ${stdout.trim().replaceAll('\n', ', ')})` : '';
    throw new KeychainError(
      'SUBMIT_FAILED',
      `${said}${before}; put that right and launch again, or run ${script} where the engine's commands are`,
      { cause },
    );
  }
}
