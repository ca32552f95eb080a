import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { openUnfinished, type UnfinishedFile } from '../../disk/unfinished.js';
import { KeychainError } from '../../errors.js';

/** What a batch may have at OpenAI, and so nearly everywhere. */
const LINES = 50_000;
const BYTES = 200_000_000;

/** Files of requests, which get their names when all of them are whole. */
export interface BatchFiles {
  /** Resolves when the file takes another line. */
  write(line: string): Promise<void>;
  /** Gives the files their names; resolves to their number. */
  finish(): Promise<number>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

export interface BatchLimits {
  lines?: number;
  bytes?: number;
}

interface Open extends UnfinishedFile {
  done: Promise<void>;
  lines: number;
  bytes: number;
}

/**
 * Writes `NAME-00001.jsonl` and further ones into a folder.
 *
 * @throws KeychainError USAGE if there are such files; OUTPUT_UNWRITABLE
 */
export function batchFiles(
  dir: string,
  name: string,
  { lines: mostLines = LINES, bytes: mostBytes = BYTES }: BatchLimits = {},
): BatchFiles {
  refuseFormer(dir, name);
  const files: Open[] = [];

  const open = async (): Promise<Open> => {
    const number = `${files.length + 1}`.padStart(5, '0');
    const file = await openUnfinished(join(dir, `${name}-${number}.jsonl`)).catch(error => {
      throw error.code === 'OUTPUT_IN_USE' ? error : unwritable(dir, error.cause);
    });
    const done = finished(file.stream);
    // Reported by the next line or by `finish`.
    done.catch(() => undefined);
    const opened = { ...file, done, lines: 0, bytes: 0 };
    files.push(opened);
    return opened;
  };
  const end = async (file: Open | undefined): Promise<void> => {
    file?.stream.end();
    await file?.done.catch(cause => {
      throw unwritable(dir, cause);
    });
  };

  return {
    async write(line) {
      const bytes = Buffer.byteLength(line) + 1;
      let file = files.at(-1);
      if (!file || file.lines === mostLines || file.bytes + bytes > mostBytes) {
        await end(file);
        file = await open();
      }
      file.lines++;
      file.bytes += bytes;
      if (!file.stream.write(`${line}\n`))
        await Promise.race([once(file.stream, 'drain'), file.done]);
      if (file.stream.errored) throw unwritable(dir, file.stream.errored);
    },
    async finish() {
      await end(files.at(-1));
      for (const file of files) await file.settle();
      for (const file of files) await file.commit();
      return files.length;
    },
    async abandon() {
      for (const file of files) await file.abandon();
    },
  };
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

const unwritable = (dir: string, cause: unknown): KeychainError =>
  new KeychainError(
    'OUTPUT_UNWRITABLE',
    `${dir}: ${(cause as Error).message}; make room there, or name another folder with --batch-out`,
    {
      cause,
    },
  );
