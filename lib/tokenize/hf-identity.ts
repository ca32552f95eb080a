import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { repoOfPath } from '../hub/cache.js';
import type { TokenizerIdentity } from '../records/sample.js';

/** Who a `tokenizer.json` is: its id on the Hub, else its folder's name, and the digest of its bytes. */
export const hfIdentity = (file: string, bytes: Buffer): TokenizerIdentity => ({
  type: 'hf',
  name: repoOfPath(file) ?? basename(dirname(file)),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
