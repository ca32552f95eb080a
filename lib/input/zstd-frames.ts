import { KeychainError } from '../errors.js';
import { damagedError, truncatedError } from './errors.js';

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const FRAME = MAGIC.readUInt32LE();
/** The last four bits are free. */
const SKIPPABLE = 0x184d2a50;
const HEADER_BYTES = { magic: 4, size: 4, descriptor: 1, block: 3 };
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;
/** What `zstd -d` takes without being asked; more is needed by files made with `--long=28` and above. */
const LARGEST_WINDOW = 128 * 1024 * 1024;

export interface ZstdFrames {
  /** Cuts a chunk so that no piece holds bytes of two frames; leaves skippable frames out. */
  split(chunk: Buffer): Buffer[];
  /** Throws INPUT_TRUNCATED unless the last frame is complete. */
  end(): void;
}

/**
 * Follows the frames of a zstd file by their headers (RFC 8878, section 3.1), decompressing
 * nothing. Node's own decompressor needs this: what follows the end of a frame within one write
 * is dropped without a word, and before Node 24 a truncated frame ends like a complete one.
 */
export function zstdFrames(file: string): ZstdFrames {
  let expected: keyof typeof HEADER_BYTES = 'magic';
  /** The header that is being read, little-endian, and how many of its bytes are there. */
  let header = 0;
  let have = 0;
  /** Bytes still to pass before the next header. */
  let body = 0;
  let skipping = false;
  /** The frame ends with the body. */
  let last = false;
  let checksum = 0;
  let offset = 0;
  /** The rest of a frame's header, which says how much memory it takes. */
  let rest: { singleSegment: boolean; dictionaryBytes: number; bytes: number[] } | undefined;

  const damaged = (what: string) =>
    damagedError(file, `damaged zstd data at byte ${offset} of the compressed file (${what})`);

  const readHeader = (): void => {
    if (expected === 'magic') {
      skipping = (header & 0xfffffff0) === SKIPPABLE;
      if (!skipping && header !== FRAME) throw damaged('expected the start of a frame');
      expected = skipping ? 'size' : 'descriptor';
    } else if (expected === 'size') {
      body = header;
      last = true;
    } else if (expected === 'descriptor') {
      const singleSegment = (header >> 5) & 1;
      const contentSize = [singleSegment, 2, 4, 8][header >> 6] ?? 0;
      const dictionaryId = [0, 1, 2, 4][header & 3] ?? 0;
      body = 1 - singleSegment + dictionaryId + contentSize;
      checksum = header & 4;
      rest = { singleSegment: singleSegment === 1, dictionaryBytes: dictionaryId, bytes: [] };
      expected = 'block';
    } else {
      const type = (header >> 1) & 3;
      if (type === RESERVED_BLOCK) throw damaged('a block of an unknown type');
      last = (header & 1) === 1;
      body = (type === RLE_BLOCK ? 1 : header >> 3) + (last ? checksum : 0);
    }
  };

  const split = (chunk: Buffer): Buffer[] => {
    const pieces: Buffer[] = [];
    let start = 0;
    let at = 0;
    const cut = (keep: boolean) => {
      if (keep && at > start) pieces.push(chunk.subarray(start, at));
      start = at;
    };
    while (at < chunk.length) {
      if (body > 0) {
        const step = Math.min(body, chunk.length - at);
        rest?.bytes.push(...chunk.subarray(at, at + step));
        body -= step;
        at += step;
        if (rest && body === 0) {
          checkWindow(file, windowOf(rest));
          rest = undefined;
        }
      } else {
        header += (chunk[at] ?? 0) * 256 ** have;
        at += 1;
        have += 1;
        if (have < HEADER_BYTES[expected]) continue;
        const wasMagic = expected === 'magic';
        readHeader();
        header = 0;
        have = 0;
        // A magic number is held back until it is known what follows it.
        if (wasMagic) {
          cut(false);
          if (!skipping) pieces.push(MAGIC);
        }
      }
      if (last && body === 0) {
        cut(!skipping);
        last = false;
        expected = 'magic';
      }
    }
    cut(expected !== 'magic' && !skipping);
    offset += chunk.length;
    return pieces;
  };

  const end = (): void => {
    if (expected === 'magic' && have === 0) return;
    throw truncatedError(file, `byte ${offset} of the compressed file`, 'its zstd data');
  };

  return { split, end };
}

/** Bytes that a frame's header says are needed at once (RFC 8878, 3.1.1.1.2). */
function windowOf(rest: {
  singleSegment: boolean;
  dictionaryBytes: number;
  bytes: readonly number[];
}): number {
  if (!rest.singleSegment) {
    const [descriptor = 0] = rest.bytes;
    const base = 2 ** (10 + (descriptor >> 3));
    return base + (base / 8) * (descriptor & 7);
  }
  const size = rest.bytes.slice(rest.dictionaryBytes);
  return size.reduce((sum, byte, at) => sum + byte * 256 ** at, size.length === 2 ? 256 : 0);
}

function checkWindow(file: string, bytes: number): void {
  if (bytes <= LARGEST_WINDOW) return;
  throw new KeychainError(
    'INPUT_TOO_LARGE',
    `${file}: its zstd data needs ${Math.ceil(bytes / 1024 / 1024)} MB at once, more than 128, or is damaged; unpack it with zstd -d --long=31`,
  );
}
