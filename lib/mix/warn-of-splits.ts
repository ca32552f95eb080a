import { join } from 'node:path';
import { MIX_MANIFEST, readMixManifest } from './output/manifest.js';

/**
 * Says of folders of mixtures that all their splits are read: who means one of them names its file. A row that
 * is kept for a test would else be trained on in silence.
 *
 * @param paths files and folders, as they were named
 */
export async function warnOfSplits(
  paths: readonly string[],
  warn: (text: string) => void,
): Promise<void> {
  for (const path of paths) {
    const { outputs = [] } = (await readMixManifest(join(path, MIX_MANIFEST))) ?? {};
    if (outputs.length < 2) continue;
    const splits = outputs.map(({ split }) => split).join(', ');
    warn(
      `${path} is a mixture of the splits ${splits}, which are all taken; for one of them name its file, like ${join(path, outputs[0]!.file)}`,
    );
  }
}
