import { Duplex, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { spool } from '../disk/spool.js';
import { KeychainError } from '../errors.js';
import { damagedError, missingError } from './errors.js';

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

/**
 * Takes the bytes of a zip archive, gives those of its first regular file.
 *
 * A zip must be sought in, its directory being at its end. An archive that is a file on disk is
 * opened there and the bytes written here are dropped; any other is spooled first.
 */
export function unzip(file: string, onDisk: boolean): Duplex {
  const copy = onDisk ? undefined : spool();
  let archive: ZipFile | undefined;
  let member: Readable | undefined;

  const open = async (): Promise<void> => {
    copy?.close();
    archive = await openPromise(copy?.path ?? file, { autoClose: false, lazyEntries: true });
    // An open file can be read to its end without a name; so nothing stays behind after a crash.
    copy?.remove();
    const entry = await firstFile(archive, file);
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
    copy?.remove();
  };
  return outer;
}

async function firstFile(archive: ZipFile, file: string): Promise<Entry> {
  for await (const entry of archive.eachEntry()) if (isFile(entry)) return entry;
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file}: the archive holds no file; expected a dataset as its first file`,
  );
}

function isFile({ fileName, externalFileAttributes }: Entry): boolean {
  if (fileName.endsWith('/') || fileName.startsWith('__MACOSX/')) return false;
  // The Unix mode, where there is one: a symbolic link is no file.
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return type === 0 || type === REGULAR_FILE;
}

function zipError(file: string, error: Error): Error {
  if (error.message.startsWith('End of central directory record signature not found')) {
    return new KeychainError(
      'INPUT_TRUNCATED',
      `${file}: a zip archive without the directory that belongs at its end; get a complete copy of the file`,
    );
  }
  const known = missingError(file, error);
  return known === error && !(error instanceof KeychainError)
    ? damaged(file, error.message)
    : known;
}

function damaged(file: string, what: string): KeychainError {
  return damagedError(file, `a damaged zip archive (${what})`);
}
