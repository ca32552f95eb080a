import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type NumberedFiles,
  type NumberedLimits,
  numberedFiles,
} from '../../disk/numbered-files.js';
import { KeychainError } from '../../errors.js';

/**
 * Writes files of requests into a folder, `NAME-00001.jsonl` and further ones.
 *
 * @throws KeychainError USAGE if there are such files; OUTPUT_UNWRITABLE
 */
export function batchFiles(dir: string, name: string, limits?: NumberedLimits): NumberedFiles {
  refuseFormer(dir, name);
  return numberedFiles(dir, name, '--batch-out', limits);
}

/** Some of those that are there may be under way already, and would be asked twice. */
function refuseFormer(dir: string, name: string): void {
  const isOne = (entry: string): boolean =>
    entry.startsWith(`${name}-`) && /^\d{5,}\.jsonl$/.test(entry.slice(name.length + 1));
  let former: string | undefined;
  try {
    former = readdirSync(dir).find(isOne);
  } catch {
    // There is no such folder yet, or what is wrong with it is told by the first file.
  }
  if (former === undefined) return;
  throw new KeychainError(
    'USAGE',
    `${join(dir, basename(former))} is there already; name another folder, or remove what was asked before`,
  );
}
