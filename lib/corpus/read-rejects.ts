import { join } from 'node:path';
import { KeychainError } from '../errors.js';
import { programName } from '../program.js';
import type { Reject } from '../records/reject.js';
import { digestFile } from './build/digest.js';
import { loggedRejects } from './build/reject-log.js';
import { type CorpusInfo, dataFileOf, readInfo, rejectsFileOf, replaced } from './store/info.js';

/**
 * Rejects met while a corpus was built. If that was in an earlier run they have not been told in
 * this one yet.
 *
 * @param files the corpus's inputs as they are named now; they may have had other names then
 * @throws KeychainError CORPUS_UNUSABLE
 */
export async function* readRejects(
  { dir, info }: { dir: string; info: Pick<CorpusInfo, 'key'> },
  files: readonly string[],
  onReject?: (reject: Reject) => void,
): AsyncGenerator<Reject> {
  const { key, rejects_sha256: expected } = await readInfo(dir);
  if (key !== info.key) throw replaced(dir);
  const path = join(dir, rejectsFileOf(key));
  const digest = await digestFile(path).catch(() => undefined);
  if (digest?.sha256 !== expected) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${path} is damaged: it is not as it was written; delete ${dataFileOf(key)} beside it, and build the corpus again, with the same command or ${programName()} index`,
    );
  }
  for await (const reject of loggedRejects(path, files)) {
    onReject?.(reject);
    yield reject;
  }
}
