import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A deterministic source of randomness. There is no other one in the project. */
export interface Random {
  /** An integer in [0, limit). */
  below(limit: number): number;
  /** 32 random bits, as an unsigned integer. */
  bits(): number;
  /** A number in [0, 1), with 53 random bits. */
  float(): number;
  /** A number from the standard normal distribution (Box and Muller 1958). */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[];
}

/**
 * The generator that belongs to a key. Equal keys give equal sequences; keys that differ
 * anywhere, even in where one part ends, give unrelated ones (the 128 bits of state come from
 * SHA-256 of the key).
 */
export function keyedRandom(...key: (string | number)[]): Random {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest();
  const state = [0, 4, 8, 12].map(at => digest.readInt32LE(at));
  const generator = xoroshiro128plusFromState(state);
  const float = (): number => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  };
  const below = (limit: number): number => Math.floor(float() * limit);
  return {
    below,
    bits: () => generator.next() >>> 0,
    float,
    normal: () => Math.sqrt(-2 * Math.log(1 - float())) * Math.cos(2 * Math.PI * float()),
    shuffle: items => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [items[i], items[j]] = [items[j]!, items[i]!];
      }
      return items;
    },
  };
}

/** A bijection of [0, size) onto itself, and back. Outside of that, both throw a RangeError. */
export interface Permutation {
  size: number;
  /** The item that stands at a position. */
  at(position: number): number;
  /** The position at which an item stands. */
  positionOf(item: number): number;
}

const ROUNDS = 6;

/**
 * A random permutation of [0, size) that needs no memory, whatever the size: a Feistel network
 * over the next even power of two, walked until it falls inside (cycle walking; Black and
 * Rogaway, "Ciphers with Arbitrary Finite Domains", 2002). Sizes up to 2^32.
 */
export function keyedPermutation(size: number, ...key: (string | number)[]): Permutation {
  const random = keyedRandom('permutation', size, ...key);
  const keys = Array.from({ length: ROUNDS }, () => random.below(0x100000000));
  const halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, size)) / 2));
  const half = 2 ** halfBits;
  const mask = half - 1;

  const step = (x: number, rounds: number[]): number => {
    let left = Math.floor(x / half);
    let right = x & mask;
    for (let i = 0; i < ROUNDS; i++) {
      const mixed = (left ^ mix(right, rounds[i]!)) & mask;
      left = right;
      right = mixed;
    }
    // Swapped, so that the same steps with the keys reversed undo them.
    return right * half + left;
  };
  const walk = (x: number, rounds: number[]): number => {
    // The walk from such a number may never come back.
    if (!(x >= 0 && x < size)) throw new RangeError(`${x} is not in [0, ${size})`);
    let y = step(x, rounds);
    while (y >= size) y = step(y, rounds);
    return y;
  };
  const reversed = [...keys].reverse();
  return {
    size,
    at: position => walk(position, keys),
    positionOf: item => walk(item, reversed),
  };
}

/** The finaliser of MurmurHash3, keyed. */
function mix(value: number, key: number): number {
  let h = (value ^ key) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
