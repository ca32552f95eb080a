import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openUnfinished } from '../disk/unfinished.js';
import { KeychainError } from '../errors.js';
import { stage } from '../stream/stage.js';
import { gzipMembers, packMembers } from './members.js';

/** Size and SHA-256 of a finished file. */
export interface LineFileResult {
  bytes: number;
  sha256: string;
}

/** A file of lines under way; it has its final name once it is finished. */
export interface LineFile {
  /** Writes a line, given in parts; resolves when the file is ready for another. */
  write(line: Uint8Array[]): Promise<void>;
  /** Writes what is left and gives the file its final name. */
  finish(): Promise<LineFileResult>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/**
 * Opens a file of lines, gzipped if there is a level. `write` and `finish` reject with what has
 * gone wrong with the file.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE
 */
export async function openLineFile(path: string, gzipLevel?: number): Promise<LineFile> {
  const file = await openUnfinished(path);
  const hash = createHash('sha256');
  let bytes = 0;
  const hashed = stage<Buffer, Buffer>(
    (member, push) => {
      hash.update(member);
      bytes += member.length;
      push(member);
    },
    { highWaterMark: 1 },
  );
  const input = packMembers({ evenIfEmpty: gzipLevel !== undefined });
  const written = (
    gzipLevel === undefined
      ? pipeline(input, hashed, file.stream)
      : pipeline(input, gzipMembers(gzipLevel), hashed, file.stream)
  ).catch((cause: Error) => {
    throw new KeychainError('OUTPUT_UNWRITABLE', `${path}: ${cause.message}`, { cause });
  });
  // Reported by the next write or by finish.
  written.catch(() => undefined);
  return {
    write: async line => {
      if (input.destroyed) await written;
      if (!input.write(line)) await ready(input);
    },
    finish: async () => {
      input.end();
      await written;
      await file.commit();
      return { bytes, sha256: hash.digest('hex') };
    },
    abandon: async () => {
      input.destroy();
      await file.abandon();
    },
  };
}

/** Waits until a stream takes more, or takes nothing any more. */
function ready(stream: Writable): Promise<void> {
  return new Promise(resolve => {
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle);
      resolve();
    };
    stream.on('drain', settle).on('close', settle);
    if (stream.destroyed) settle();
  });
}
