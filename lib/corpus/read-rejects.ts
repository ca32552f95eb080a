import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Reject } from '../records/reject.js';
import { REJECTS_FILE } from './store/info.js';

/**
 * Rejects met while a corpus was built. If that was in an earlier run they have not been told in
 * this one yet.
 */
export async function* readRejects(
  corpusDir: string,
  onReject: ((reject: Reject) => void) | undefined,
): AsyncGenerator<Reject> {
  const file = createReadStream(join(corpusDir, REJECTS_FILE));
  for await (const line of createInterface({ input: file, crlfDelay: Infinity })) {
    const reject = JSON.parse(line) as Reject;
    onReject?.(reject);
    yield reject;
  }
}
