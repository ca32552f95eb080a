import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** A temporary folder of its own, removed after the test. */
export async function tempDir(t: ExecutionContext<unknown>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'keychain-test-'));
  t.teardown(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
