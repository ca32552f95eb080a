import { stat } from 'node:fs/promises';
import { inputPlace } from '../../input/input-place.js';
import type { DigestMemory } from './digest.js';
import { digestTexts, type FillerSource } from './fillers.js';
import type { CorpusSource } from './sources.js';

/**
 * Bytes of all inputs together; undefined unless all datasets are regular files.
 *
 * @throws KeychainError INPUT_MISSING for texts that are not there
 */
export async function sizeOf(
  sources: readonly CorpusSource[],
  fillers: readonly FillerSource[],
  memory: DigestMemory,
): Promise<number | undefined> {
  let bytes = 0;
  for (const { file } of sources) {
    // A file that is not there is reported when it is read.
    const stats =
      file === '-' ? undefined : await stat(inputPlace(file).path).catch(() => undefined);
    if (!stats?.isFile()) return undefined;
    bytes += stats.size;
  }
  for (const { file } of fillers) bytes += (await digestTexts(file, memory)).bytes;
  return bytes;
}
