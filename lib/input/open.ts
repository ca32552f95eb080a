import { createReadStream, statSync } from 'node:fs';
import { finished, type Readable } from 'node:stream';
import { KeychainError } from '../errors.js';
import type { Compression } from './compression.js';
import { decompress } from './decompress.js';
import { missingError } from './errors.js';
import { inputPlace } from './input-place.js';
import { DEFAULT_LIMITS, type InputLimits } from './limits.js';
import { tableLines } from './tables.js';

export interface OpenOptions {
  /** Sees every byte of the input as it is stored, compressed or not, once and in order. */
  onBytes?: (chunk: Buffer) => void;
  /** How much is taken of an input. Default: `DEFAULT_LIMITS`. */
  limits?: InputLimits | undefined;
}

/** Bytes per read of a file: large enough that the calls do not count. */
const READ_BYTES = 1 << 18;

/**
 * Opens a file, or standard input for `-`, and gives its decompressed bytes; of a Parquet file, its
 * rows as lines of JSON (`lib/parquet/read/json-lines.ts`). How it is compressed (not at all, gzip,
 * zstd, or as a member of a zip) and whether it is a table is told from its first bytes. Of an archive with
 * several datasets one is named: `data.zip#train.json`.
 *
 * Destroying the result closes the file and removes what was spooled.
 *
 * @throws (as an error event) INPUT_MISSING, INPUT_COMPRESSION, INPUT_TRUNCATED, INPUT_TOO_LARGE, or
 *   INPUT_FORMAT for content that is known for something else, and for an archive in which it is not
 *   clear what to read
 */
export function openInput(file: string, { onBytes, limits }: OpenOptions = {}): Readable {
  const { path, member } = inputPlace(file);
  const raw: Readable =
    file === '-' ? process.stdin : createReadStream(path, { highWaterMark: READ_BYTES });
  const onDisk = isFile(path);
  let kind: Compression | undefined;
  const bytes = decompress({
    file,
    path,
    ...(member !== undefined && { member }),
    onDisk,
    onBytes,
    onKind: found => {
      kind = found;
    },
    limits,
  });
  const inPlace = () => onDisk && kind === 'none';
  const lines = tableLines({ file, path, inPlace, limits: limits ?? DEFAULT_LIMITS });
  const interrupted = () => {
    if (!raw.readableEnded) bytes.destroy(closedEarly(file));
  };
  raw.on('error', error => bytes.destroy(missingError(file, error)));
  raw.on('close', interrupted);
  finished(bytes, () => {
    raw.off('close', interrupted);
    raw.destroy();
  });
  bytes.on('error', error => lines.destroy(error));
  finished(lines, () => bytes.destroy());
  bytes.pipe(lines);
  // Only standard input can be over already, having been read before.
  if (raw.readableEnded || raw.destroyed) bytes.destroy(closedEarly(file));
  else raw.pipe(bytes);
  return lines;
}

function isFile(path: string): boolean {
  try {
    return path !== '-' && statSync(path).isFile();
  } catch {
    // The stream says what is wrong with the path.
    return false;
  }
}

function closedEarly(file: string): KeychainError {
  return new KeychainError(
    'INPUT_MISSING',
    `${file}: was closed before its end; standard input can be read once only`,
  );
}
