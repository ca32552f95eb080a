import { sampleFiles } from '../lib/output/sample-files.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { viewFiles } from '../lib/view/view-files.js';

/** What ends a view, and who is told where it is. */
export interface ViewTerms {
  /** Told the address of the page, once it can be opened. */
  onReady: (url: string) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Shows the samples of files, or of folders of them, on a page that is served to this machine alone, until
 * the signal or until nobody has asked for something for `idle` seconds.
 *
 * @returns how many samples there are
 * @throws KeychainError
 */
export async function view(
  paths: readonly string[],
  given: GivenTo<'view'>,
  { onReady, signal }: ViewTerms,
): Promise<{ files: number; samples: number }> {
  const { port, idle } = resolve('view', given);
  const files = await sampleFiles(paths);
  const shown = await viewFiles(files, { port, idle, onReady, signal });
  return {
    files: shown.length,
    samples: shown.reduce((sum, { told }) => sum + told.rows, 0),
  };
}
