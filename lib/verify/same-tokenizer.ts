import { stat } from 'node:fs/promises';
import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records/sample.js';

/**
 * Sees that a sample was counted with the tokenizer at hand.
 *
 * @throws KeychainError TOKENIZER_UNUSABLE: its length can be called neither right nor wrong
 */
export function requireSame(
  id: string,
  { type, name, sha256 }: TokenizerIdentity,
  identity: TokenizerIdentity,
): void {
  if (type === identity.type && sha256 === identity.sha256) return;
  throw new KeychainError(
    'TOKENIZER_UNUSABLE',
    `sample ${id} was counted with ${type} / ${name} (SHA-256 ${sha256.slice(0, 12)}), not ` +
      `with ${identity.type} / ${identity.name} (${identity.sha256.slice(0, 12)}): give that tokenizer, ` +
      `with --tokenizer-type ${type} and --tokenizer-path`,
  );
}

/**
 * Sees the same of the first sample of each file, before a dataset is read for the check. What cannot
 * be read twice is not looked at, and what cannot be read is told by the check.
 *
 * @param read the records of a file; no more than the first is taken
 * @throws KeychainError TOKENIZER_UNUSABLE
 */
export async function requireSameFirst(
  files: readonly string[],
  read: (file: string) => AsyncIterable<unknown>,
  identity: TokenizerIdentity,
): Promise<void> {
  for (const file of files) {
    if (!(await isFile(file))) continue;
    const { id, meta } = ((await firstOf(read(file))) ?? {}) as Counted;
    const { type, name, sha256 } = meta?.tokenizer ?? {};
    const texts = [id, type, name, sha256];
    if (!texts.every(text => typeof text === 'string')) continue;
    requireSame(id as string, meta?.tokenizer as TokenizerIdentity, identity);
  }
}

/** What a record may say of how it was counted. */
interface Counted {
  id?: unknown;
  meta?: { tokenizer?: { type?: unknown; name?: unknown; sha256?: unknown } | null } | null;
}

async function firstOf(records: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const record of records) return record;
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
  }
  return undefined;
}

/** Of an archive, a member may be named. */
const isFile = (path: string): Promise<boolean> =>
  stat(path.replace(/(\.zip)#.*$/i, '$1')).then(
    stats => stats.isFile(),
    () => false,
  );
