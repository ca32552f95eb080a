import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { repoOfPath } from '../hub/cache.js';
import type { TokenizerIdentity } from '../records/sample.js';

/** Who a SentencePiece model is: its id on the Hub, else its file's name, and the digest of its bytes. */
export const sentencePieceIdentity = (file: string, bytes: Uint8Array): TokenizerIdentity => ({
  type: 'nemo',
  name: repoOfPath(file) ?? basename(file),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
