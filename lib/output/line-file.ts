import { extname } from 'node:path';
import { Writable } from 'node:stream';
import { KeychainError } from '../errors.js';
import { type ByteFile, type FileDigest, openByteFile } from './byte-file.js';
import type { Frame, Sink } from './sink.js';
import { SINKS } from './sinks.js';

/** Bytes of lines that are packed at once, and more up to the end of a line. */
const PACKED_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/**
 * How a file of lines is written, by the end of its name: compressed if that is `.gz` or `.zst`.
 *
 * @throws KeychainError USAGE for the name of a format that no lines are written in
 */
export function lineSink(path: string): Sink {
  const found = Object.values<Sink>(SINKS).find(
    ({ ending }) => extname(`x${ending}`) === extname(path),
  );
  if (!found) return SINKS.jsonl;
  if (found.takesLines) return found;
  throw new KeychainError(
    'USAGE',
    `${path}: JSON lines are written here, plain, .gz or .zst; whole runs make ${found.ending} with --format`,
  );
}

/**
 * A Writable of lines, in bytes cut anywhere, to a file that has its final name once it is whole;
 * destroyed, it removes what is there so far. How the bytes come does not show in the file.
 *
 * @throws (as an error event) KeychainError OUTPUT_UNWRITABLE
 */
export const lineFile = (path: string): Writable => linesTo(path, file => file.commit());

/** A file of lines that gets its name when it is told to, together with others. */
export interface HeldLineFile {
  /** Bytes of the file when its stream has finished; 0 before. */
  readonly bytes: number;
  /** Its SHA-256; empty before. */
  readonly sha256: string;
  /** As `lineFile`, but for the name. */
  readonly stream: Writable;
  /** To be called when the stream has finished; the file may get another name in the same folder. */
  commit(as?: string): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

/** Opens a file of lines that does not get its name by itself. */
export function heldLineFile(path: string): HeldLineFile {
  let whole: ByteFile | undefined;
  let digest = '';
  const stream = linesTo(path, async (file, { sha256 }) => {
    whole = file;
    digest = sha256;
  });
  const closed = new Promise(resolve => stream.once('close', resolve));
  return {
    stream,
    get bytes() {
      return whole?.at ?? 0;
    },
    get sha256() {
      return digest;
    },
    commit: async as => whole?.commit(as),
    abandon: async () => {
      stream.destroy();
      await closed;
      await whole?.abandon();
    },
  };
}

/** @param onWhole takes the file when all is on the disk */
function linesTo(
  path: string,
  onWhole: (file: ByteFile, digest: FileDigest) => Promise<void>,
): Writable {
  const sink = lineSink(path);
  const options = { level: sink.levels?.default ?? 0, aside: true };
  let file: ByteFile | undefined;
  let frame: Frame;
  let held: Uint8Array[] = [];
  let bytes = 0;

  const pack = async (): Promise<void> => {
    const lines = Buffer.concat(held, bytes);
    held = [];
    bytes = 0;
    const block = await sink.pack({ samples: [], lines }, options);
    await writeAll(frame.add(block, file!.at));
  };
  const writeAll = async (pieces: readonly Uint8Array[] = []): Promise<void> => {
    for (const piece of pieces) await file!.write(piece);
  };
  const hold = (part: Uint8Array): void => {
    held.push(part);
    bytes += part.length;
  };
  const take = async (chunk: Buffer): Promise<void> => {
    let rest = chunk;
    while (bytes + rest.length >= PACKED_BYTES) {
      const end = rest.indexOf(LINE_FEED, Math.max(0, PACKED_BYTES - bytes - 1)) + 1;
      if (end === 0) break;
      hold(rest.subarray(0, end));
      rest = rest.subarray(end);
      await pack();
    }
    if (rest.length > 0) hold(rest);
  };
  const settle = (work: Promise<void>, done: (error?: Error | null) => void): void => {
    work.then(() => done(), done);
  };

  return new Writable({
    construct(done) {
      const open = async (): Promise<void> => {
        file = await openByteFile(path);
        frame = await sink.frame(options);
        await file.write(frame.head());
      };
      settle(open(), done);
    },
    write: (chunk: Buffer, _encoding, done) => settle(take(chunk), done),
    final(done) {
      const end = async (): Promise<void> => {
        if (bytes > 0) await pack();
        await writeAll(frame.rest(file!.at));
        await file!.write(frame.foot());
        const digest = await file!.end();
        await onWhole(file!, digest);
        file = undefined;
      };
      settle(end(), done);
    },
    destroy(error, done) {
      settle(file?.abandon() ?? Promise.resolve(), closeError => done(error ?? closeError ?? null));
    },
  });
}
