import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { TokenizerIdentity } from '../records/sample.js';

/** Who a SentencePiece model is: its file's name and the digest of its bytes. */
export const sentencePieceIdentity = (file: string, bytes: Uint8Array): TokenizerIdentity => ({
  type: 'nemo',
  name: basename(file),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
