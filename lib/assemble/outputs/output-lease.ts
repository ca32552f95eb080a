import { type Lease, leaseOf, takeLease } from '../../disk/lease.js';
import { runLeaseOf } from './part/names.js';

/**
 * Takes the right to write an output: one run at a time, in whatever format, since what stands beside
 * the file has the same name in all of them. Of a file that is a link, that of its target too.
 *
 * @param base path without its ending
 * @param file with it
 * @param path where the file leads
 * @throws KeychainError OUTPUT_IN_USE, OUTPUT_UNWRITABLE
 */
export async function takeOutput(base: string, file: string, path: string): Promise<Lease> {
  const run = await takeLease(runLeaseOf(base), file);
  if (path === file) return run;
  try {
    return together(run, await takeLease(leaseOf(path), file));
  } catch (error) {
    await run.release();
    throw error;
  }
}

const together = (a: Lease, b: Lease): Lease => ({
  check: async () => {
    await a.check();
    await b.check();
  },
  isHeld: () => a.isHeld() && b.isHeld(),
  release: async () => {
    await b.release();
    await a.release();
  },
});
