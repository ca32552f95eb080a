import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Reject } from '../records/reject.js';
import type { LoggedReject } from './build/reject-log.js';
import { REJECTS_FILE } from './store/info.js';

/**
 * Rejects met while a corpus was built. If that was in an earlier run they have not been told in
 * this one yet.
 *
 * @param files the corpus's inputs as they are named now; they may have had other names then
 */
export async function* readRejects(
  corpusDir: string,
  files: readonly string[],
  onReject: ((reject: Reject) => void) | undefined,
): AsyncGenerator<Reject> {
  const log = createReadStream(join(corpusDir, REJECTS_FILE));
  for await (const line of createInterface({ input: log, crlfDelay: Infinity })) {
    const { input, ...rest } = JSON.parse(line) as LoggedReject;
    const reject: Reject = { file: files[input]!, ...rest };
    onReject?.(reject);
    yield reject;
  }
}
