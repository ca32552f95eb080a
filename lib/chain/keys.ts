import { KeychainError } from '../errors.js';
import type { Random } from '../random.js';

/** How keys look. */
export interface KeyFormat {
  /** `uuid`, `hexN` or `nanoN`. */
  name: string;
  /** Number of different keys there can be. */
  space: number;
  make(random: Random): string;
}

const HEX = '0123456789abcdef';
/** The URL-safe alphabet of nanoid. */
const NANO = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Reads a key format: `uuid` (version 4, RFC 9562), `hexN` (N lower-case hex digits) or `nanoN`
 * (N characters of nanoid's alphabet), N from 1 to 64.
 *
 * @throws KeychainError USAGE
 */
export function parseKeyFormat(name: string): KeyFormat {
  if (name === 'uuid') return { name, space: 2 ** 122, make: makeUuid };
  const [, kind, digits] = /^(hex|nano)([1-9]\d?)$/.exec(name) ?? [];
  const length = Number(digits);
  if (kind === undefined || length > 64) {
    throw new KeychainError(
      'USAGE',
      `--key-format ${name}: allowed are uuid, hexN and nanoN with N from 1 to 64, like hex8`,
    );
  }
  const alphabet = kind === 'hex' ? HEX : NANO;
  return {
    name,
    space: alphabet.length ** length,
    make: random => draw(alphabet, length, random),
  };
}

function draw(alphabet: string, length: number, random: Random): string {
  let key = '';
  while (key.length < length) key += alphabet[random.below(alphabet.length)];
  return key;
}

function makeUuid(random: Random): string {
  const hex = draw(HEX, 30, random);
  const variant = HEX[8 + random.below(4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

/** Makes keys that never repeat within one sample. */
export function freshKeys(format: KeyFormat, random: Random): () => string {
  const made = new Set<string>();
  return () => {
    for (;;) {
      const key = format.make(random);
      if (made.has(key)) continue;
      made.add(key);
      return key;
    }
  };
}
