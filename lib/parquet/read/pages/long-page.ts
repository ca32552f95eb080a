import type { PageHeader } from 'hyparquet';
import { STREAMED } from '../codecs/codecs.js';
import { makeRoom, type Window } from '../codecs/window.js';
import type { StoredPart } from '../stored/stored-part.js';
import type { Chunk } from './chunk.js';
import { bitsOf, decodeHybrid } from './hybrid.js';
import type { Page } from './page.js';
import { checkedSize, type Layout } from './page-layout.js';

/** Bytes of a page from which on it is not held as a whole; most writers keep to one megabyte. */
const LONG_PAGE = 1 << 22;
/** Bytes of the values that are given at a time, at least. */
const PART_BYTES = 1 << 20;
/** Room that a decompressor finds each time. */
const ROOM_BYTES = 1 << 18;
const LENGTH_BYTES = 4;

/** Whether a page is to be taken in parts: it is long, and its values can be told as they come. */
export const isLong = ({ leaf, codec }: Chunk, header: PageHeader, layout: Layout): boolean =>
  header.uncompressed_page_size > LONG_PAGE &&
  layout.encoding === 'PLAIN' &&
  leaf.element.type === 'BYTE_ARRAY' &&
  STREAMED[codec] !== undefined;

/**
 * Gives a long page in parts, each of which is a page by itself. DuckDB writes pages of a hundred
 * megabytes; in memory are its levels, and a window on its values.
 *
 * @throws (while it is gone through) Error
 */
export function* longPage(
  chunk: Chunk,
  header: PageHeader,
  layout: Layout,
  part: StoredPart,
): Generator<Page> {
  const { leaf } = chunk;
  const { count, levels, isCompressed } = layout;
  const { repetition = 0, definition = 0 } = levels ?? {};
  const [repetitionBytes, definitionBytes] = [repetition, definition].map(length => {
    const bytes = new Uint8Array(length);
    part.fill(bytes);
    return bytes;
  });
  const size = checkedSize(
    chunk,
    header.uncompressed_page_size - repetition - definition,
    part.left(),
  );
  const values = inflow(STREAMED[isCompressed ? chunk.codec : 'UNCOMPRESSED']!(part, size));
  const levelsOf = (largest: number, stored: Uint8Array | undefined): Uint8Array => {
    const decoded = new Uint8Array(largest > 0 ? count : 0);
    if (largest === 0) return decoded;
    if (levels) decodeHybrid(stored!, bitsOf(largest), decoded);
    else {
      const end = LENGTH_BYTES + values.length(0, size);
      decodeHybrid(values.slice(LENGTH_BYTES, end), bitsOf(largest), decoded);
      values.pass(end);
    }
    return decoded;
  };
  const repetitions = levelsOf(leaf.repeated, repetitionBytes);
  const definitions = levelsOf(leaf.present, definitionBytes);

  for (let at = 0; at < count; ) {
    const first = at;
    const starts: number[] = [];
    const ends: number[] = [];
    let used = 0;
    for (; at < count && used < PART_BYTES; at++) {
      if (leaf.present > 0 && definitions[at] !== leaf.present) continue;
      const start = used + LENGTH_BYTES;
      used = start + values.length(used, size);
      starts.push(start);
      ends.push(used);
    }
    yield {
      count: at - first,
      definitions: definitions.subarray(first, at),
      repetitions: repetitions.subarray(first, at),
      values: {
        bytes: values.slice(0, used),
        starts: Uint32Array.from(starts),
        ends: Uint32Array.from(ends),
      },
      indices: undefined,
    };
    values.pass(used);
  }
  values.end();
}

/** Bytes as they come; places are counted from what was passed last. */
interface Inflow {
  /** The bytes between two places, until more are asked for. */
  slice(from: number, to: number): Uint8Array;
  /** The length that stands at a place. */
  length(at: number, most: number): number;
  pass(count: number): void;
  /** Takes what is left. */
  end(): void;
}

function inflow(more: (window: Window) => boolean): Inflow {
  const window: Window = { bytes: new Uint8Array(0), base: 0, end: 0 };
  let isOver = false;
  const take = (): void => {
    makeRoom(window, ROOM_BYTES);
    isOver = !more(window);
  };
  const need = (count: number): void => {
    while (window.end - window.base < count) {
      if (isOver) throw new RangeError('a page that is over before its values');
      take();
    }
  };
  return {
    slice(from, to) {
      need(to);
      return window.bytes.subarray(window.base + from, window.base + to);
    },
    length(at, most) {
      need(at + LENGTH_BYTES);
      const { bytes, base } = window;
      const start = base + at;
      const length =
        bytes[start]! +
        bytes[start + 1]! * 0x100 +
        bytes[start + 2]! * 0x10000 +
        bytes[start + 3]! * 0x1000000;
      if (length > most) throw new RangeError(`a value of ${length} bytes`);
      return length;
    },
    pass(count) {
      need(count);
      window.base += count;
    },
    end() {
      while (!isOver) {
        window.base = window.end;
        take();
      }
    },
  };
}
