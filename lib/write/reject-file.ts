import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { Reject } from '../records.js';
import { openUnfinished, type UnfinishedFile } from './unfinished.js';

/** A file of rejects that is only there if there are any. */
export interface RejectFile {
  write(reject: Reject): Promise<void>;
  /** Gives the file its final name, if it was needed; resolves to the number of rejects by code. */
  finish(): Promise<Record<string, number>>;
  abandon(): Promise<void>;
}

interface Opened {
  file: UnfinishedFile;
  input: Gzip | UnfinishedFile['stream'];
  written: Promise<void>;
}

/** Gzipped if the path ends in `.gz`. */
export function rejectFile(path: string): RejectFile {
  const counts: Record<string, number> = {};
  let opened: Promise<Opened> | undefined;
  return {
    write: async reject => {
      counts[reject.code] = (counts[reject.code] ?? 0) + 1;
      opened ??= open(path);
      const { input } = await opened;
      if (!input.write(`${JSON.stringify(reject)}\n`)) await once(input, 'drain');
    },
    finish: async () => {
      if (opened) {
        const { file, input, written } = await opened;
        input.end();
        await written;
        await file.commit();
      }
      return counts;
    },
    abandon: async () => {
      await (await opened)?.file.abandon();
    },
  };
}

async function open(path: string): Promise<Opened> {
  const file = await openUnfinished(path);
  if (!path.endsWith('.gz')) {
    return { file, input: file.stream, written: once(file.stream, 'finish').then(() => undefined) };
  }
  const input = createGzip();
  return { file, input, written: pipeline(input, file.stream) };
}
