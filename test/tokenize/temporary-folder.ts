import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that is gone when the tests have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
