import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { KeychainError } from '../errors.js';
import type { Reject } from '../records/reject.js';
import { digestFile } from './build/digest.js';
import { REJECTS_FILE, readInfo } from './store/info.js';
import { DATA_FILE } from './store/layout.js';

/**
 * Rejects met while a corpus was built. If that was in an earlier run they have not been told in
 * this one yet.
 *
 * @throws KeychainError CORPUS_UNUSABLE
 */
export async function* readRejects(
  corpusDir: string,
  onReject: ((reject: Reject) => void) | undefined,
): AsyncGenerator<Reject> {
  const path = join(corpusDir, REJECTS_FILE);
  const { rejects_sha256: expected } = await readInfo(corpusDir);
  const digest = await digestFile(path).catch(() => undefined);
  if (digest?.sha256 !== expected) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${path} is damaged: it is not as it was written; delete the folder's ${DATA_FILE} and run the command again`,
    );
  }
  const file = createReadStream(path);
  for await (const line of createInterface({ input: file, crlfDelay: Infinity })) {
    const reject = JSON.parse(line) as Reject;
    onReject?.(reject);
    yield reject;
  }
}
