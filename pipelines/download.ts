import { type Downloaded, download as downloadAll } from '../lib/download/download.js';
import { KeychainError } from '../lib/errors.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';

/**
 * Datasets by their names, from their official places or their mirrors on the Hub, or what an address
 * on the Hub means, as files here.
 *
 * @param names - such as `hotpotqa` or `hf:owner/name/path`
 * @throws KeychainError
 */
export function download(
  names: readonly string[],
  given: GivenTo<'download'> = {},
  { reporter }: Run = quietRun,
): Promise<Downloaded[]> {
  const { split = [], out } = resolve('download', given);
  if (names.length === 0) throw new KeychainError('USAGE', 'name a dataset to download');
  return downloadAll(names, { splits: split, out, reporter });
}
