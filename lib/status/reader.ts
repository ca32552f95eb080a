/** Reads a file in some way; what cannot be read is undefined, and so is what is not there. */
export type Reader = <T>(
  path: string | undefined,
  how: (path: string) => Promise<T | undefined>,
) => Promise<T | undefined>;

/**
 * A reader of files that belong to others: one that cannot be read is told once, and is no end of
 * the rest. Files may go at any time.
 */
export function openReader(warn: (message: string) => void): Reader {
  const told = new Set<string>();
  return async (path, how) => {
    if (path === undefined) return undefined;
    try {
      return await how(path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && !told.has(path)) {
        told.add(path);
        warn(`${path}: cannot be read (${code ?? message}); what it says is not told`);
      }
      return undefined;
    }
  };
}
