import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { cutTable, damagedTable, largeTable, unreadTable } from './errors.js';
import { ENCRYPTED, END_BYTES, MAGIC, MAGIC_BYTES } from './magic.js';
import type { StoredBytes } from './stored/stored-bytes.js';

/** The foot of a table with a million column chunks takes less. */
const LARGEST_FOOT = 1 << 28;

/**
 * Reads the foot of a Parquet file: its schema, and where the pages of each column lie.
 *
 * @throws KeychainError INPUT_TRUNCATED, INPUT_FORMAT, INPUT_COMPRESSION, INPUT_TOO_LARGE
 */
export function readFoot(stored: StoredBytes, file: string): FileMetaData {
  if (stored.size < MAGIC_BYTES + END_BYTES) throw cutTable(file);
  const end = Buffer.alloc(END_BYTES);
  stored.read(end, stored.size - END_BYTES);
  const magic = end.toString('latin1', MAGIC_BYTES);
  if (magic === ENCRYPTED) throw unreadTable({ file }, 'is encrypted');
  if (magic !== MAGIC) throw cutTable(file);
  const length = end.readUInt32LE();
  if (length > stored.size - MAGIC_BYTES - END_BYTES) {
    throw damagedTable({ file }, `a foot of ${length} bytes, which the file does not have`);
  }
  if (length > LARGEST_FOOT) {
    throw largeTable({ file }, `has a foot of ${length} bytes`, 'write it with larger row groups');
  }
  const foot = new Uint8Array(length + END_BYTES);
  stored.read(foot, stored.size - foot.length);
  return parsedFoot(foot, file);
}

function parsedFoot(foot: Uint8Array, file: string): FileMetaData {
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(foot, { geoparquet: false });
  } catch (error) {
    throw damagedTable({ file }, `its foot: ${(error as Error).message}`, error);
  }
  const isEncrypted = metadata.row_groups.some(({ columns }) =>
    columns.some(column => column.crypto_metadata || column.encrypted_column_metadata),
  );
  if (isEncrypted) throw unreadTable({ file }, 'has encrypted columns');
  return metadata;
}
