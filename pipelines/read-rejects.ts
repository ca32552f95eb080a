import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REJECTS_FILE } from '../lib/corpus/info.js';
import type { Reject } from '../lib/records/reject.js';

/**
 * Rejects met while a corpus was built. If that was in an earlier run they have not been told in
 * this one yet.
 */
export async function* readRejects(
  corpusDir: string,
  told: ((reject: Reject) => void) | undefined,
): AsyncGenerator<Reject> {
  const file = createReadStream(join(corpusDir, REJECTS_FILE));
  for await (const line of createInterface({ input: file, crlfDelay: Infinity })) {
    const reject = JSON.parse(line) as Reject;
    told?.(reject);
    yield reject;
  }
}
