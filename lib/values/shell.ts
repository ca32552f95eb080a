/** Nothing in it means something to a shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A word as a shell reads it (POSIX, section 2.2), whatever is in it. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Words of a command line as a shell reads them. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ');
