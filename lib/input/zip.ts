import { Duplex, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Entry, Options, ZipFile } from 'yauzl';
import { spool } from '../disk/spool.js';
import { KeychainError } from '../errors.js';
import { damagedError, missingError, truncatedError } from './errors.js';
import type { InputPlace } from './input-place.js';
import { chosenMember } from './zip-members.js';

const STORED = 0;
const DEFLATED = 8;
/** How else members may be compressed. */
const METHODS: Record<number, string> = {
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  93: 'zstd',
  95: 'xz',
  99: 'encrypted',
};

/** An archive to take a member of. */
export interface ArchivePlace extends InputPlace {
  /** Name of the input, for messages. */
  file: string;
  /** Whether `path` is a regular file, which can be sought in where it lies. */
  onDisk: boolean;
  /** Is told how many bytes the member takes in the archive. */
  onMember?: (storedBytes: number) => void;
}

/**
 * Takes the bytes of a zip archive, gives those of the member that is wanted: see `chosenMember`.
 *
 * A zip must be sought in, its directory being at its end. An archive that is a file on disk is
 * opened there and the bytes written here are dropped; any other is spooled first.
 */
export function unzip({ file, path, member: wanted, onDisk, onMember }: ArchivePlace): Duplex {
  const copy = onDisk ? undefined : spool();
  let archive: ZipFile | undefined;
  let member: Readable | undefined;

  const open = async (): Promise<void> => {
    // Loaded for archives alone: most inputs are none.
    const { fromFdPromise, openPromise } = await import('yauzl');
    const options: Options = { autoClose: false, lazyEntries: true };
    archive = await (copy ? fromFdPromise(copy.take(), options) : openPromise(path, options));
    const entry = await chosenMember(archive, file, wanted);
    checkReadable(entry, file);
    onMember?.(entry.compressedSize);
    member = await archive.openReadStreamPromise(entry);
    let sum = 0;
    member.on('data', (chunk: Buffer) => {
      sum = crc32(chunk, sum);
      if (!outer.push(chunk)) member?.pause();
    });
    member.on('end', () => {
      if (sum === entry.crc32) outer.push(null);
      else outer.destroy(damaged(file, `"${entry.fileName}" does not match its checksum`));
    });
    member.on('error', error => outer.destroy(zipError(file, error)));
  };

  const outer: Duplex = new Duplex({
    write(chunk: Buffer, _encoding, done) {
      try {
        copy?.write(chunk);
      } catch (error) {
        done(error as Error);
        return;
      }
      done();
    },
    final(done) {
      open()
        .finally(() => {
          // Destroyed while the archive was being opened.
          if (outer.destroyed) release();
        })
        .then(
          () => done(),
          error => done(zipError(file, error)),
        );
    },
    read() {
      member?.resume();
    },
    destroy(error, done) {
      release();
      done(error);
    },
  });
  const release = () => {
    member?.destroy();
    archive?.close();
    copy?.close();
  };
  return outer;
}

/** @throws KeychainError INPUT_FORMAT for a member that only other programs can unpack */
function checkReadable(entry: Entry, file: string): void {
  const { compressionMethod: method, fileName } = entry;
  const how = entry.isEncrypted() ? 'encrypted' : METHODS[method];
  if (!entry.isEncrypted() && (method === STORED || method === DEFLATED)) return;
  throw notRead(
    file,
    `"${fileName}" is ${how === 'encrypted' ? how : `compressed with ${how ?? `method ${method}`}`}`,
  );
}

const notRead = (file: string, what: string): KeychainError =>
  new KeychainError('INPUT_FORMAT', `${file}: ${what}, which is not read here; unpack it: 7z x`);

/** What is wrong with an archive that cannot be opened. */
export function zipError(file: string, error: Error): Error {
  if (error.message.startsWith('End of central directory record signature not found')) {
    return new KeychainError(
      'INPUT_TRUNCATED',
      `${file}: a zip archive without the directory that belongs at its end; get a complete copy of the file`,
    );
  }
  if (/^strong encryption/.test(error.message)) return notRead(file, 'the archive is encrypted');
  if (/^multi-disk/.test(error.message)) return notRead(file, 'the archive is one part of several');
  if (/overflows file bounds|unexpected EOF/.test(error.message)) {
    return truncatedError(file, 'the end of the file', 'a zip archive', error);
  }
  const known = missingError(file, error);
  return known === error && !(error instanceof KeychainError)
    ? damaged(file, error.message)
    : known;
}

function damaged(file: string, what: string): KeychainError {
  return damagedError(file, `a damaged zip archive (${what})`);
}
