import { temporaryStore } from '../../disk/temporary-store.js';

/** Remembers ids on disk. */
export interface SeenIds {
  /** Notes an id; returns the line where it stood before, if it did. */
  note(id: string, line: number): number | undefined;
  close(): Promise<void>;
}

/**
 * Opens an empty memory of ids in a private temporary database, so that a file of any number of
 * samples is checked in the same memory and a repeated id is found on its line.
 */
export function openSeenIds(): SeenIds {
  const lines = temporaryStore();
  return {
    note(id, line) {
      const before = lines.get(id);
      if (before) return Number(before.toString());
      lines.put(id, Buffer.from(String(line)));
      return undefined;
    },
    close: lines.close,
  };
}
