import type { ColumnChunk, CompressionCodec } from 'hyparquet';
import { damagedTable, type TablePlace } from '../errors.js';
import type { LeafNode } from '../schema.js';
import type { StoredBytes } from '../stored/stored-bytes.js';
import type { Page } from './page.js';
import type { Values } from './values.js';

/** What the pages of a column share, from chunk to chunk: bytes that are written over. */
export interface PageRoom {
  bytes: Uint8Array;
}

/** The pages of a column in one row group. */
export interface Chunk {
  stored: StoredBytes;
  leaf: LeafNode;
  place: TablePlace;
  codec: CompressionCodec;
  /** How many times as long as it is stored a page may become. */
  maxExpansion: number;
  room: PageRoom;
  /** Where the next page begins, and where the last one ends. */
  at: number;
  end: number;
  /** Values that are still to come, and nulls. */
  left: number;
  dictionary: { values: Values; count: number } | undefined;
  /** What is still to come of a page that is taken in parts. */
  parts: Iterator<Page> | undefined;
}

/** Where a chunk is, in what is open. */
export type OpenTable = Pick<Chunk, 'stored' | 'maxExpansion'>;

/** @throws KeychainError INPUT_COMPRESSION where the file has no such bytes */
export function openChunk(
  table: OpenTable,
  leaf: LeafNode,
  column: ColumnChunk | undefined,
  place: TablePlace,
  room: PageRoom,
): Chunk {
  const data = column?.meta_data;
  if (!data) throw damagedTable(place, 'no word on where its pages lie');
  if (column.file_path)
    throw damagedTable(place, `its pages are in another file, ${column.file_path}`);
  const { dictionary_page_offset: dictionary, data_page_offset: first } = data;
  // Some writers have 0 for a dictionary that is not there.
  const at = Number(dictionary && dictionary < first ? dictionary : first);
  const end = at + Number(data.total_compressed_size);
  const left = Number(data.num_values);
  if (!(at >= 4 && end >= at && end <= table.stored.size && left >= 0)) {
    throw damagedTable(place, `pages from byte ${at} to ${end} of ${table.stored.size}`);
  }
  if (data.type !== leaf.element.type) throw damagedTable(place, `values of another type`);
  return {
    ...table,
    leaf,
    place,
    codec: data.codec,
    room,
    at,
    end,
    left,
    dictionary: undefined,
    parts: undefined,
  };
}
