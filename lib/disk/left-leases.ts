import { existsSync } from 'node:fs';
import { KeychainError } from '../errors.js';
import { finalPlace } from './final-place.js';
import { leaseOf, takeLease } from './lease.js';

/**
 * Removes the leases that processes which were killed when all was done have left beside finished files;
 * one that is held stays.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function removeLeftLeases(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const lease = leaseOf((await finalPlace(file)).path);
    if (!existsSync(lease)) continue;
    try {
      await (await takeLease(lease, file)).release();
    } catch (error) {
      if (!(error instanceof KeychainError && error.code === 'OUTPUT_IN_USE')) throw error;
    }
  }
}
