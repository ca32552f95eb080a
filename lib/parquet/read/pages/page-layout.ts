import type { PageHeader } from 'hyparquet';
import { largeTable, type TablePlace } from '../errors.js';
import type { Chunk } from './chunk.js';

/** What stands in a page's header, of either version. */
export interface Layout {
  count: number;
  encoding: string;
  /** Bytes of levels that stand before the values, not compressed; version 2 alone has them. */
  levels?: { repetition: number; definition: number };
  isCompressed: boolean;
}

/** Values and nulls of a page: their levels are held, and a page of nothing but nulls takes no bytes. */
const MOST_VALUES = 1 << 25;
/** Bytes of a page; DuckDB writes pages of 100 MB. */
const LARGEST_PAGE = 1 << 29;
/** Stored bytes that are assumed at least: what little becomes of them harms nobody. */
const LEAST_STORED = 1 << 16;

/**
 * What a page's header says of it.
 *
 * @throws Error
 */
export function layoutOf(header: PageHeader, place: TablePlace): Layout {
  const layout = statedLayout(header);
  checkCount(layout.count, place);
  return layout;
}

function statedLayout(header: PageHeader): Layout {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (header.type === 'DATA_PAGE' && first) {
    return { count: first.num_values, encoding: first.encoding, isCompressed: true };
  }
  if (header.type === 'DATA_PAGE_V2' && second) {
    return {
      count: second.num_values,
      encoding: second.encoding,
      levels: {
        repetition: second.repetition_levels_byte_length,
        definition: second.definition_levels_byte_length,
      },
      isCompressed: second.is_compressed ?? true,
    };
  }
  throw new Error('a page without its header');
}

/** @throws Error for more values than are taken of a page, or fewer than none */
export function checkCount(count: number, place: TablePlace): void {
  if (!(count >= 0)) throw new RangeError(`a page of ${count} values`);
  if (count <= MOST_VALUES) return;
  throw largeTable(place, `has a page of ${count} values`, 'write it with smaller pages');
}

/** The size of a page, which may be what its header says. */
export function checkedSize({ place, maxExpansion }: Chunk, size: number, stored: number): number {
  if (!(size >= 0)) throw new RangeError(`a page of ${size} bytes`);
  if (size > LARGEST_PAGE) {
    throw largeTable(place, `has a page of ${size} bytes`, 'write it with smaller pages');
  }
  if (size > maxExpansion * Math.max(stored, LEAST_STORED)) {
    const what = `has a page that says that it becomes more than ${maxExpansion} times its size`;
    throw largeTable(place, what, 'if it is none to harm you, allow more with --max-expansion');
  }
  return size;
}
