import { dirname, join } from 'node:path';
import { makeFolder } from '../../disk/make-folder.js';
import { writing } from '../../disk/unwritable.js';
import { type ByteFile, openByteFile } from '../../output/byte-file.js';
import type { WrittenFile } from '../target.js';

/** A small file of the folder. */
export interface TextFile {
  /** Its path in the folder. */
  path: string;
  text: string;
}

/** Small files that get their names together. */
export interface TextFiles {
  add(file: TextFile): Promise<void>;
  files(): WrittenFile[];
  commit(): Promise<void>;
  abandon(): Promise<void>;
}

export function textFiles(folder: string): TextFiles {
  const all: { path: string; file: ByteFile }[] = [];
  return {
    async add({ path, text }) {
      const place = join(folder, path);
      await writing(place, () => makeFolder(dirname(place)));
      const file = await openByteFile(place);
      all.push({ path: place, file });
      await file.write(Buffer.from(text));
      await file.end();
    },
    files: () => all.map(({ path }) => ({ path, rows: 0 })),
    async commit() {
      for (const { file } of all) await file.commit();
    },
    async abandon() {
      for (const { file } of all) await file.abandon();
    },
  };
}
