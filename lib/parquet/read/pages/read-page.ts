import type { PageHeader } from 'hyparquet';
import { CODECS, type Room } from '../codecs/codecs.js';
import { unreadTable } from '../errors.js';
import type { StoredPart } from '../stored/stored-part.js';
import type { Chunk } from './chunk.js';
import { bitsOf, decodeHybrid } from './hybrid.js';
import type { Page } from './page.js';
import { checkCount, checkedSize, type Layout } from './page-layout.js';
import { decodeIndices, decodeValues } from './values.js';

const LENGTH_BYTES = 4;

/** A page of values. */
export function readPage(chunk: Chunk, header: PageHeader, layout: Layout, part: StoredPart): Page {
  const { leaf, place } = chunk;
  const { count, encoding } = layout;
  const { bytes, definitionBytes, repetitionBytes } = layout.levels
    ? secondVersion(chunk, header, part, layout)
    : firstVersion(chunk, header, part);
  const definitions = new Uint8Array(leaf.present > 0 ? count : 0);
  decodeHybrid(definitionBytes, bitsOf(leaf.present), definitions);
  const repetitions = new Uint8Array(leaf.repeated > 0 ? count : 0);
  decodeHybrid(repetitionBytes, bitsOf(leaf.repeated), repetitions);
  const there = leaf.present > 0 ? countOf(definitions, leaf.present) : count;
  const page = { count, definitions, repetitions };
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    const { dictionary } = chunk;
    if (!dictionary) throw new Error('a page without its dictionary');
    const indices = decodeIndices(bytes, there, dictionary.count);
    return { ...page, values: dictionary.values, indices };
  }
  if (encoding === undefined) throw unreadTable(place, 'has values in an unknown encoding');
  const { type, type_length: width } = leaf.element;
  const values = decodeValues({ bytes, encoding, type: type!, width, count: there });
  return { ...page, values, indices: undefined };
}

/** The values that pages refer to by number. */
export function readDictionary(chunk: Chunk, header: PageHeader, part: StoredPart): void {
  const { place } = chunk;
  const count = header.dictionary_page_header?.num_values ?? -1;
  checkCount(count, place);
  const size = checkedSize(chunk, header.uncompressed_page_size, part.left());
  const bytes = decompress(chunk, part, size, each => new Uint8Array(each));
  const { type, type_length: width } = chunk.leaf.element;
  const values = decodeValues({ bytes, encoding: 'PLAIN', type: type!, width, count });
  chunk.dictionary = { values, count };
}

interface Parts {
  bytes: Uint8Array;
  definitionBytes: Uint8Array;
  repetitionBytes: Uint8Array;
}

/** Levels with their length before each stand in the compressed bytes. */
function firstVersion(chunk: Chunk, header: PageHeader, part: StoredPart): Parts {
  const { leaf } = chunk;
  const size = checkedSize(chunk, header.uncompressed_page_size, part.left());
  const page = decompress(chunk, part, size, pageRoom(chunk));
  let at = 0;
  const levels = (largest: number): Uint8Array => {
    if (largest === 0) return page.subarray(0, 0);
    if (page.length - at < LENGTH_BYTES) throw new RangeError('a page without its levels');
    const length = new DataView(page.buffer, page.byteOffset).getUint32(at, true);
    const start = at + LENGTH_BYTES;
    at = start + length;
    if (at > page.length) throw new RangeError(`levels of ${length} bytes`);
    return page.subarray(start, at);
  };
  const repetitionBytes = levels(leaf.repeated);
  const definitionBytes = levels(leaf.present);
  return { bytes: page.subarray(at), definitionBytes, repetitionBytes };
}

/** Levels stand before the compressed bytes. */
function secondVersion(
  chunk: Chunk,
  header: PageHeader,
  part: StoredPart,
  { levels, isCompressed }: Layout,
): Parts {
  const { repetition, definition } = levels!;
  const size = header.uncompressed_page_size - repetition - definition;
  if (!(repetition >= 0 && definition >= 0 && size >= 0)) throw new RangeError('negative sizes');
  if (repetition + definition > part.left()) throw new RangeError('levels beyond the page');
  const repetitionBytes = new Uint8Array(repetition);
  part.fill(repetitionBytes);
  const definitionBytes = new Uint8Array(definition);
  part.fill(definitionBytes);
  checkedSize(chunk, size, part.left());
  // Nothing is not compressed.
  const codec = isCompressed && size > 0 ? chunk.codec : 'UNCOMPRESSED';
  const bytes = decompress({ ...chunk, codec }, part, size, pageRoom(chunk));
  return { bytes, definitionBytes, repetitionBytes };
}

function decompress(
  { codec, place }: Pick<Chunk, 'codec' | 'place'>,
  part: StoredPart,
  size: number,
  room: Room,
): Uint8Array {
  const run = CODECS[codec];
  if (!run) throw unreadTable(place, `is compressed with ${codec ?? 'an unknown codec'}`);
  return run(part, size, room);
}

/** Room for a page: what it held before is gone. Pages of a column differ little in size. */
const pageRoom =
  ({ room }: Chunk): Room =>
  size => {
    if (room.bytes.length < size) room.bytes = new Uint8Array(size + (size >> 3));
    return room.bytes.subarray(0, size);
  };

function countOf(levels: Uint8Array, wanted: number): number {
  let count = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] === wanted) count++;
  return count;
}
