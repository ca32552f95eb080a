import { existsSync } from 'node:fs';
import { baseOf, REJECTS_ENDING } from '../../output/names.js';
import { isSampleFile, sampleFiles } from '../../output/sample-files.js';

/**
 * The files that tell what was asked before: those that are named, and those of folders, and beside
 * each output its rejects, which were asked and have no sample. Each once; of what comes back, the
 * same comes back.
 *
 * @throws KeychainError INPUT_MISSING
 */
export async function excludedFiles(paths: readonly string[]): Promise<string[]> {
  const named = paths.length === 0 ? [] : await sampleFiles(paths);
  return [...new Set(named.flatMap(withRejects))];
}

function withRejects(file: string): string[] {
  const rejects = baseOf(file) + REJECTS_ENDING;
  return isSampleFile(file) && rejects !== file && existsSync(rejects) ? [file, rejects] : [file];
}
