import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for a test file as a whole, removed when its thread or process ends. */
export function ownFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'keychain-test-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
