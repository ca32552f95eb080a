import type { PageHeader } from 'hyparquet';
import { asTableError } from '../errors.js';
import { type StoredPart, storedPart } from '../stored/stored-part.js';
import type { Chunk } from './chunk.js';
import { isLong, longPage } from './long-page.js';
import type { Page } from './page.js';
import { readPageHeader } from './page-header.js';
import { layoutOf } from './page-layout.js';
import { readDictionary, readPage } from './read-page.js';

/**
 * The next page that has values, or the next part of a long one; undefined behind the last.
 *
 * @throws KeychainError
 */
export function nextPage(chunk: Chunk): Page | undefined {
  try {
    while (chunk.left > 0) {
      const page = nextPart(chunk) ?? readNext(chunk);
      if (!page || page.count === 0) continue;
      const more = page.count - chunk.left;
      if (more > 0) throw new RangeError(`${more} values too many`);
      chunk.left -= page.count;
      return page;
    }
    // What is behind the last value of a page is looked at, too.
    nextPart(chunk);
    return undefined;
  } catch (error) {
    throw asTableError(chunk.place, error);
  }
}

function nextPart(chunk: Chunk): Page | undefined {
  const next = chunk.parts?.next();
  if (next && !next.done) return next.value;
  chunk.parts = undefined;
  return undefined;
}

function readNext(chunk: Chunk): Page | undefined {
  const { stored, at, end } = chunk;
  if (at >= end) throw new RangeError(`${chunk.left} values are missing`);
  const { header, body } = readPageHeader(stored, at, end);
  const size = header.compressed_page_size;
  if (!(size >= 0 && body + size <= end)) throw new RangeError(`a page of ${size} bytes`);
  chunk.at = body + size;
  const part = storedPart(stored, body, size);
  if (header.type === 'DICTIONARY_PAGE') {
    readDictionary(chunk, header, part);
    checkSum(header, part);
    return undefined;
  }
  // An index of pages, or what is to come.
  if (header.type !== 'DATA_PAGE' && header.type !== 'DATA_PAGE_V2') return undefined;
  const layout = layoutOf(header, chunk.place);
  if (isLong(chunk, header, layout)) {
    chunk.parts = checked(longPage(chunk, header, layout, part), header, part);
    return undefined;
  }
  const page = readPage(chunk, header, layout, part);
  checkSum(header, part);
  return page;
}

function* checked(parts: Iterable<Page>, header: PageHeader, part: StoredPart): Generator<Page> {
  yield* parts;
  checkSum(header, part);
}

function checkSum({ crc }: PageHeader, part: StoredPart): void {
  if (crc === undefined || part.left() > 0 || part.checksum() === (crc | 0)) return;
  throw new Error('a page does not match its checksum');
}
