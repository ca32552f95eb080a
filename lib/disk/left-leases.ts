import { existsSync } from 'node:fs';
import { KeychainError } from '../errors.js';
import { finalPlace } from './final-place.js';
import { leaseOf, takeLease } from './lease.js';

/**
 * Removes the leases that processes which were killed when all was done have left beside finished files;
 * one that is held stays.
 *
 * @param leases others, with what each is a lease of
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function removeLeftLeases(
  files: readonly string[],
  leases: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const file of files) await removeLeft(leaseOf((await finalPlace(file)).path), file);
  for (const [lease, output] of Object.entries(leases)) await removeLeft(lease, output);
}

async function removeLeft(lease: string, output: string): Promise<void> {
  if (!existsSync(lease)) return;
  try {
    await (await takeLease(lease, output)).release();
  } catch (error) {
    if (!(error instanceof KeychainError && error.code === 'OUTPUT_IN_USE')) throw error;
  }
}
