import { posix, win32 } from 'node:path';

/**
 * A word of a command as it may be published: of an absolute path the last name, since the folders
 * before it are of the machine alone, and may name its user.
 */
export function withoutFolders(word: string): string {
  const [, option = '', value = word] = /^(--?[\w-]+=)(.*)$/s.exec(word) ?? [];
  return `${option}${value.split(',').map(nameOf).join(',')}`;
}

function nameOf(path: string): string {
  if (posix.isAbsolute(path)) return posix.basename(path);
  if (/^~[\w-]*\//.test(path)) return posix.basename(path);
  return /^([a-z]:)?\\/i.test(path) || /^[a-z]:\//i.test(path) ? win32.basename(path) : path;
}
