import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The path of a file of real records, or undefined where there is none: below the folder that
 * `KEYCHAIN_SHARED` names, by default the one beside the project.
 */
export function shared(...names: string[]): string | undefined {
  const path = join(process.env.KEYCHAIN_SHARED ?? '../shared', ...names);
  return existsSync(path) ? path : undefined;
}
