import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { KeychainError } from '../errors.js';
import { openUnfinished, type UnfinishedFile } from './unfinished.js';

/** What a file of requests may have at OpenAI, and so nearly everywhere. */
const LINES = 50_000;
const BYTES = 200_000_000;

/** One of them. */
export interface NumberedFile {
  path: string;
  lines: number;
}

/** Files of lines, of a bounded size each, which get their names when all of them are whole. */
export interface NumberedFiles {
  /** Resolves when the file takes another line. */
  write(line: string): Promise<void>;
  /** Ends the writing: all is on the disk, without its names. */
  end(): Promise<NumberedFile[]>;
  /** Gives the files that are ended their names. */
  commit(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

export interface NumberedLimits {
  /** Lines of a file at most. Default 50,000. */
  lines?: number;
  /** Bytes of a file at most. Default 200,000,000. */
  bytes?: number;
}

interface Open extends UnfinishedFile, NumberedFile {
  done: Promise<void>;
  bytes: number;
}

/** The path of the file at a number, from 1. */
export const numberedPath = (dir: string, name: string, number: number): string =>
  join(dir, `${name}-${`${number}`.padStart(5, '0')}.jsonl`);

/**
 * Writes `NAME-00001.jsonl` and further ones into a folder.
 *
 * @param option names the folder, for errors
 * @throws KeychainError (by all that it does) OUTPUT_UNWRITABLE
 */
export function numberedFiles(
  dir: string,
  name: string,
  option: string,
  { lines: mostLines = LINES, bytes: mostBytes = BYTES }: NumberedLimits = {},
): NumberedFiles {
  const files: Open[] = [];
  const unwritable = (cause: unknown): KeychainError =>
    new KeychainError(
      'OUTPUT_UNWRITABLE',
      `${dir}: ${(cause as Error).message}; make room there, or name another folder with ${option}`,
      { cause },
    );

  const open = async (): Promise<Open> => {
    const path = numberedPath(dir, name, files.length + 1);
    const file = await openUnfinished(path).catch(error => {
      throw error.code === 'OUTPUT_IN_USE' ? error : unwritable(error.cause);
    });
    const done = finished(file.stream);
    // Reported by the next line or by `end`.
    done.catch(() => undefined);
    const opened = { ...file, path, done, lines: 0, bytes: 0 };
    files.push(opened);
    return opened;
  };
  const end = async (file: Open | undefined): Promise<void> => {
    file?.stream.end();
    await file?.done.catch(cause => {
      throw unwritable(cause);
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
      if (file.stream.errored) throw unwritable(file.stream.errored);
    },
    async end() {
      await end(files.at(-1));
      for (const file of files) await file.settle();
      return files.map(({ path, lines }) => ({ path, lines }));
    },
    async commit() {
      for (const file of files) await file.commit();
    },
    async abandon() {
      for (const file of files) await file.abandon();
    },
  };
}
