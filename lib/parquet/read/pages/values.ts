import type { ParquetType } from 'hyparquet';
import { alpDecode } from 'hyparquet/src/alp.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { bitsOf, decodeHybrid } from './hybrid.js';

/** Numbers, true and false, as they are stored. */
export interface PlainValues {
  list: ArrayLike<number | bigint | boolean>;
}
/** Values that are bytes: each from a start to an end of one buffer. */
export interface ByteValues {
  bytes: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
}
export type Values = PlainValues | ByteValues;

/** How the values of a page are stored. */
export interface StoredValues {
  bytes: Uint8Array;
  encoding: string;
  type: ParquetType;
  /** Bytes of a value, where all have the same number. */
  width: number | undefined;
  count: number;
}

const WIDTHS: Partial<Record<ParquetType, number>> = { INT32: 4, INT64: 8, FLOAT: 4, DOUBLE: 8 };
const INT96_BYTES = 12;
const LENGTH_BYTES = 4;

/**
 * Decodes the values of a page that are not numbers of a dictionary's entries.
 *
 * @throws Error if they are not what is said of them
 */
export function decodeValues(stored: StoredValues): Values {
  const { bytes, encoding, type, width, count } = stored;
  if (count === 0) return { list: [] };
  if (encoding === 'PLAIN') return plainValues(stored);
  if (encoding === 'RLE' && type === 'BOOLEAN') return { list: flagsOf(bytes, count) };
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  if (encoding === 'DELTA_BINARY_PACKED') {
    const list = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
    deltaBinaryUnpack(reader, count, list);
    return { list };
  }
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY' || encoding === 'DELTA_BYTE_ARRAY') {
    const parts: Uint8Array[] = new Array(count);
    const decode = encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray;
    decode(reader, count, parts);
    if (reader.offset > bytes.length) throw new RangeError('values beyond the end of the page');
    return joined(parts);
  }
  if (encoding === 'BYTE_STREAM_SPLIT') {
    return valuesOf(byteStreamSplit(reader, count, type, width));
  }
  if (encoding === 'ALP') return { list: alpDecode(reader, count, type) };
  throw new Error(`values of the encoding ${encoding}`);
}

/** The numbers that say which entry of a dictionary each value is. */
export function decodeIndices(bytes: Uint8Array, count: number, entries: number): Uint32Array {
  const indices = new Uint32Array(count);
  if (count === 0) return indices;
  if (bytes.length === 0) throw new RangeError('a page without its values');
  decodeHybrid(bytes.subarray(1), bytes[0]!, indices);
  for (let i = 0; i < count; i++) {
    if (indices[i]! >= entries) throw new RangeError(`entry ${indices[i]} of ${entries}`);
  }
  return indices;
}

function plainValues({ bytes, type, width, count }: StoredValues): Values {
  if (type === 'BYTE_ARRAY') return lengthValues(bytes, count);
  if (type === 'BOOLEAN') {
    checkSize(bytes, Math.ceil(count / 8));
    return {
      list: Array.from({ length: count }, (_, i) => ((bytes[i >> 3]! >> (i & 7)) & 1) === 1),
    };
  }
  if (type === 'INT96' || type === 'FIXED_LEN_BYTE_ARRAY') {
    const each = type === 'INT96' ? INT96_BYTES : (width ?? 0);
    if (each <= 0) throw new RangeError(`values of ${each} bytes`);
    checkSize(bytes, count * each);
    const starts = Uint32Array.from({ length: count }, (_, i) => i * each);
    return { bytes, starts, ends: starts.map(start => start + each) };
  }
  const size = count * (WIDTHS[type] ?? Number.POSITIVE_INFINITY);
  checkSize(bytes, size);
  // Where numbers may begin: anywhere in the page, and not anywhere in what they are read from.
  const { buffer } = Uint8Array.from(bytes.subarray(0, size));
  if (type === 'INT32') return { list: new Int32Array(buffer) };
  if (type === 'INT64') return { list: new BigInt64Array(buffer) };
  return { list: type === 'FLOAT' ? new Float32Array(buffer) : new Float64Array(buffer) };
}

/** Values with their length before each. */
function lengthValues(bytes: Uint8Array, count: number): ByteValues {
  checkSize(bytes, count * LENGTH_BYTES);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const start = at + LENGTH_BYTES;
    if (start > bytes.length) throw new RangeError(`${i} of ${count} values`);
    const length =
      bytes[at]! + bytes[at + 1]! * 0x100 + bytes[at + 2]! * 0x10000 + bytes[at + 3]! * 0x1000000;
    at = start + length;
    if (at > bytes.length) throw new RangeError(`${i} of ${count} values`);
    starts[i] = start;
    ends[i] = at;
  }
  return { bytes, starts, ends };
}

function flagsOf(bytes: Uint8Array, count: number): boolean[] {
  const flags = new Uint8Array(count);
  decodeHybrid(bytes.subarray(LENGTH_BYTES), bitsOf(1), flags);
  return Array.from(flags, flag => flag === 1);
}

function joined(parts: readonly Uint8Array[]): ByteValues {
  const ends = new Uint32Array(parts.length);
  let at = 0;
  for (const [i, part] of parts.entries()) ends[i] = at += part.length;
  return {
    bytes: Buffer.concat(parts),
    starts: ends.map((end, i) => end - parts[i]!.length),
    ends,
  };
}

const valuesOf = (decoded: ArrayLike<unknown>): Values =>
  decoded[0] instanceof Uint8Array
    ? joined(Array.from(decoded as ArrayLike<Uint8Array>))
    : { list: decoded as PlainValues['list'] };

function checkSize(bytes: Uint8Array, needed: number): void {
  if (needed > bytes.length) throw new RangeError(`${needed} bytes of values in ${bytes.length}`);
}
