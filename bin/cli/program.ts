import { basename, isAbsolute, relative, sep } from 'node:path';

/** The name under which the package installs the program. */
const INSTALLED = 'keychain-pipe';
const PACKAGE = 'keychain-pipeline';

/**
 * What was typed to run this program, as far as its path tells (`process.argv[1]`): the installed
 * name, `npx keychain-pipeline` from npm's cache of such runs, or the path of a clone's `bin/pipe`.
 */
export function typedName(path: string | undefined, cwd = process.cwd()): string {
  if (path === undefined) return INSTALLED;
  const folders = path.split(sep);
  if (folders.includes('_npx')) return `npx ${PACKAGE}`;
  if (basename(path) !== 'pipe') return basename(path);
  if (folders.includes('node_modules')) return INSTALLED;
  const near = relative(cwd, path);
  return isAbsolute(near) || near.length >= path.length ? path : near;
}
