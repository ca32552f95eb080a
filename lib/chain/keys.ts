import { KeychainError } from '../errors.js';
import type { Random } from '../random.js';
import { type Kind, ValueError } from '../values/kind.js';

/** How keys look. */
export interface KeyFormat {
  /** `uuid`, `hexN` or `nanoN`. */
  name: string;
  /** Number of different keys there can be. */
  space: number;
  /** What every key matches and nothing else. */
  pattern: RegExp;
  make(random: Random): string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const HEX = '0123456789abcdef';
const SHORT = /^(hex|nano)([1-9]\d?)$/;
const LONGEST = 64;
const ALLOWED = `allowed are uuid, hexN and nanoN with N from 1 to ${LONGEST}, like hex8`;

const isKeyFormat = (name: string): boolean =>
  name === 'uuid' || Number(SHORT.exec(name)?.[2]) <= LONGEST;

/** The URL-safe alphabet of nanoid. */
const NANO = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Reads a key format: `uuid` (version 4, RFC 9562), `hexN` (N lower-case hex digits) or `nanoN`
 * (N characters of nanoid's alphabet), N from 1 to 64.
 *
 * @throws KeychainError USAGE
 */
export function parseKeyFormat(name: string): KeyFormat {
  if (name === 'uuid') return { name, space: 2 ** 122, pattern: UUID, make: makeUuid };
  if (!isKeyFormat(name)) throw new KeychainError('USAGE', `--key-format ${name}: ${ALLOWED}`);
  const [, kind, digits] = SHORT.exec(name) ?? [];
  const length = Number(digits);
  const alphabet = kind === 'hex' ? HEX : NANO;
  return {
    name,
    space: alphabet.length ** length,
    pattern: new RegExp(`^[${kind === 'hex' ? '0-9a-f' : '\\w-'}]{${length}}$`),
    make: random => draw(alphabet, length, random),
  };
}

/** The name of a key format. */
export const keyFormatName: Kind<string> = {
  placeholder: 'uuid|hexN|nanoN',
  read: name => {
    if (isKeyFormat(name)) return name;
    throw new ValueError(ALLOWED);
  },
  write: name => name,
  schema: { type: 'string' },
};

/** Draws characters from an alphabet whose size is a power of two. */
function draw(alphabet: string, length: number, random: Random): string {
  const width = Math.log2(alphabet.length);
  let key = '';
  while (key.length < length) {
    let bits = random.bits();
    for (let left = 32; left >= width && key.length < length; left -= width) {
      key += alphabet[bits & (alphabet.length - 1)];
      bits >>>= width;
    }
  }
  return key;
}

/** A UUID under way: its dashes and its version stand where they belong. */
const uuid = Buffer.from('00000000-0000-4000-0000-000000000000');
const HEX_DIGITS = Buffer.from(HEX);
/** Where the digits stand that are drawn, eight of them from each 32 bits; one tells the variant. */
const DRAWN_AT = [...uuid.keys()].filter(at => uuid[at] === HEX_DIGITS[0]);
const VARIANT_AT = 19;

function makeUuid(random: Random): string {
  let bits = 0;
  for (let i = 0; i < DRAWN_AT.length; i++) {
    const at = DRAWN_AT[i]!;
    bits = i % 8 === 0 ? random.bits() : bits >>> 4;
    uuid[at] = HEX_DIGITS[at === VARIANT_AT ? 8 | (bits & 3) : bits & 15]!;
  }
  return uuid.toString('latin1');
}

/**
 * Makes keys that never repeat within one sample and are none of the `reserved` texts.
 *
 * @throws KeychainError USAGE (the maker) when there are no more; `checkChains` sees it coming
 */
export function freshKeys(
  { name, space, pattern, make }: KeyFormat,
  random: Random,
  reserved: readonly string[] = [],
): () => string {
  const taken = new Set(reserved.filter(text => pattern.test(text)));
  return () => {
    if (taken.size >= space) {
      throw new KeychainError(
        'USAGE',
        `--key-format ${name}: the keys are used up; take longer ones`,
      );
    }
    for (;;) {
      const key = make(random);
      if (taken.has(key)) continue;
      taken.add(key);
      return key;
    }
  };
}
