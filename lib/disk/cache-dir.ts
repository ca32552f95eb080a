import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's corpora and answers are kept (XDG Base Directory Specification). */
export function cacheDir(): string {
  // An empty variable counts as unset.
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'keychain');
}
