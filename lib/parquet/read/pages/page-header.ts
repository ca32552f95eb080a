import type { PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { StoredBytes } from '../stored/stored-bytes.js';

/** Nearly every header fits; one with the least and the greatest of long texts is looked at again. */
const FIRST_LOOK = 1 << 10;
const LARGEST = 1 << 24;

/**
 * Reads the header of the page that begins at a place.
 *
 * @param end where the column's pages are over
 * @returns the header, and where the page's own bytes begin
 * @throws Error for what is no header
 */
export function readPageHeader(
  stored: StoredBytes,
  start: number,
  end: number,
): { header: PageHeader; body: number } {
  for (let size = FIRST_LOOK; ; size *= 16) {
    const bytes = new Uint8Array(Math.min(size, end - start));
    stored.read(bytes, start);
    const reader = { view: new DataView(bytes.buffer), offset: 0 };
    try {
      const header = parquetHeader(reader);
      return { header, body: start + reader.offset };
    } catch (error) {
      if (bytes.length < size || size >= LARGEST) throw error;
    }
  }
}
