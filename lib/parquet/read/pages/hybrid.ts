/** Numbers that fit into an element of what they are decoded into. */
type Target = Uint8Array | Uint32Array;

/** Bits up to which a number lies in four bytes, wherever in the first it begins. */
const IN_FOUR_BYTES = 25;

/**
 * Decodes numbers of few bits: runs of one number, and numbers packed bit by bit (Parquet's
 * Encodings.md, "RLE / Bit-Packing Hybrid"). Fills the target.
 *
 * @throws RangeError if the bytes are over before
 */
export function decodeHybrid(bytes: Uint8Array, bits: number, target: Target): void {
  if (bits === 0) {
    target.fill(0);
    return;
  }
  if (bits > 32) throw new RangeError(`numbers of ${bits} bits`);
  let at = 0;
  let done = 0;
  while (done < target.length) {
    let header = 0;
    for (let shift = 1; ; shift *= 128) {
      if (at >= bytes.length) throw new RangeError(`${done} of ${target.length} numbers`);
      const byte = bytes[at++]!;
      header += (byte & 0x7f) * shift;
      if (byte < 0x80) break;
      if (shift > 2 ** 28) throw new RangeError('a run of more than 2^32');
    }
    const count = Math.floor(header / 2);
    if (header % 2 === 0) {
      const width = (bits + 7) >> 3;
      if (at + width > bytes.length) throw new RangeError('a run without its number');
      let number = 0;
      for (let i = 0; i < width; i++) number += bytes[at + i]! * 256 ** i;
      at += width;
      if (count === 0) throw new RangeError('an empty run');
      const end = Math.min(done + count, target.length);
      target.fill(number, done, end);
      done = end;
    } else {
      const end = Math.min(done + 8 * count, target.length);
      const needed = Math.ceil(((end - done) * bits) / 8);
      if (count === 0 || at + needed > bytes.length) throw new RangeError('a run that is cut');
      unpack(bytes, at, bits, target, done, end);
      at += count * bits;
      done = end;
    }
  }
}

function unpack(
  bytes: Uint8Array,
  start: number,
  bits: number,
  target: Target,
  from: number,
  to: number,
): void {
  const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
  let bit = start * 8;
  for (let i = from; i < to; i++, bit += bits) {
    const at = Math.floor(bit / 8);
    const shift = bit % 8;
    // Bytes beyond the end are undefined, which counts as 0 here; their bits are masked.
    if (bits <= IN_FOUR_BYTES) {
      const four =
        bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      target[i] = (four >>> shift) & mask;
    } else {
      let number = 0;
      for (let byte = 4; byte >= 0; byte--) number = number * 256 + (bytes[at + byte] ?? 0);
      target[i] = Math.floor(number / 2 ** shift) % 2 ** bits;
    }
  }
}

/** Bits that numbers up to a largest one take. */
export const bitsOf = (largest: number): number => 32 - Math.clz32(largest);
