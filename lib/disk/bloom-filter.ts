/** Bits that one text sets. */
const PROBES = 4;

/** Remembers texts in a fixed number of bits, at the price of now and then being wrong. */
export interface BloomFilter {
  /** Adds a text; true if it is certainly new, false if it may have been there. */
  add(text: string): boolean;
}

/**
 * Makes a Bloom filter of 2^`log2Bits` bits (Bloom 1970). Its places come from two hashes, the
 * second added again and again (Kirsch and Mitzenmacher 2006).
 */
export function bloomFilter(log2Bits: number): BloomFilter {
  const words = new Int32Array(2 ** (log2Bits - 5));
  const mask = 2 ** log2Bits - 1;

  return {
    add(text) {
      // Two multiplicative hashes of the same characters (FNV-1a, and one with Knuth's factor).
      let first = 0x811c9dc5;
      let second = text.length;
      for (let i = 0; i < text.length; i += 1) {
        const character = text.charCodeAt(i);
        first = Math.imul(first ^ character, 0x01000193);
        second = Math.imul(second ^ character, 0x9e3779b1);
      }
      let place = first ^ (first >>> 15);
      // Odd, so that the places differ.
      const step = (second ^ (second >>> 13)) | 1;
      let isNew = false;
      for (let probe = 0; probe < PROBES; probe += 1) {
        const at = (place & mask) >>> 5;
        const word = words[at] as number;
        const bit = 1 << (place & 31);
        if ((word & bit) === 0) {
          words[at] = word | bit;
          isNew = true;
        }
        place = (place + step) | 0;
      }
      return isNew;
    },
  };
}
