import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { type MergedOutput, mergeShards as mergeFolders } from '../lib/shards/merge-shards.js';

/**
 * The shards of a run, in folders, to the files that it would have written at once, byte for byte.
 *
 * @throws KeychainError
 */
export async function mergeShards(
  given: GivenTo<'merge'>,
  { reporter }: Run = quietRun,
): Promise<MergedOutput[]> {
  const { records: folders = [], fresh, maxRecordBytes, maxExpansion } = resolve('merge', given);
  return mergeFolders(folders, { fresh, limits: { maxRecordBytes, maxExpansion } }, reporter);
}
