import type { Chunk } from './chunk.js';
import { asTableError } from './errors.js';
import { type Page, readDictionary, readPage } from './page.js';
import { readPageHeader } from './page-header.js';
import { storedPart } from './stored-part.js';

/**
 * The next page that has values; undefined behind the last one.
 *
 * @throws KeychainError
 */
export function nextPage(chunk: Chunk): Page | undefined {
  try {
    while (chunk.left > 0) {
      const page = readNext(chunk);
      if (!page) continue;
      if (page.count > chunk.left)
        throw new RangeError(`${page.count - chunk.left} values too many`);
      chunk.left -= page.count;
      if (page.count > 0) return page;
    }
    return undefined;
  } catch (error) {
    throw asTableError(chunk.place, error);
  }
}

function readNext(chunk: Chunk): Page | undefined {
  const { stored, at, end } = chunk;
  if (at >= end) throw new RangeError(`${chunk.left} values are missing`);
  const { header, body } = readPageHeader(stored, at, end);
  const size = header.compressed_page_size;
  if (!(size >= 0 && body + size <= end)) throw new RangeError(`a page of ${size} bytes`);
  chunk.at = body + size;
  // An index of pages, or what is to come.
  if (!['DATA_PAGE', 'DATA_PAGE_V2', 'DICTIONARY_PAGE'].includes(header.type)) return undefined;
  const part = storedPart(stored, body, size);
  const isDictionary = header.type === 'DICTIONARY_PAGE';
  const page = isDictionary ? readDictionary(chunk, header, part) : readPage(chunk, header, part);
  if (header.crc !== undefined && part.left() === 0 && part.checksum() !== (header.crc | 0)) {
    throw new Error('a page does not match its checksum');
  }
  return page ?? undefined;
}
