import { KeychainError } from '../errors.js';
import type { Random } from '../random.js';
import { makeUuid } from '../uuid.js';
import { type Kind, ValueError } from '../values/kind.js';

/** How keys look. */
export interface KeyFormat {
  /** `uuid`, `hexN`, `nanoN`, `lettersN` or `default_N`. */
  name: string;
  /** Number of different keys there can be. */
  space: number;
  /** What every key matches and nothing else. */
  pattern: RegExp;
  make(random: Random): string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const HEX = '0123456789abcdef';
/** The URL-safe alphabet of nanoid. */
const NANO = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A kind of short keys, of so many characters. */
interface ShortKeys {
  /** Longest that there are. */
  longest: number;
  /** Tokens that a character takes, about. */
  tokens: number;
  format(length: number): Pick<KeyFormat, 'space' | 'pattern' | 'make'>;
}

const drawnFrom = (alphabet: string, tokens: number): ShortKeys => ({
  longest: 64,
  tokens,
  format: length => ({
    space: alphabet.length ** length,
    pattern: new RegExp(`^[${alphabet.replace('-', '\\-')}]{${length}}$`),
    make: random => draw(alphabet, length, random),
  }),
});

/** The first digits of a UUID without its dashes, as the reference cuts it. */
const CUT_UUIDS: ShortKeys = {
  longest: 32,
  tokens: 0.62,
  format: length => {
    // The digit of the version is always the same, that of the variant one of four.
    const digits = [...Array(12).fill('[0-9a-f]'), '4', ...Array(3).fill('[0-9a-f]'), '[89ab]'];
    const shown = [...digits, ...Array(15).fill('[0-9a-f]')].slice(0, length) as string[];
    const choices: Record<string, number> = { '4': 1, '[89ab]': 4 };
    return {
      space: shown.reduce((space, digit) => space * (choices[digit] ?? HEX.length), 1),
      pattern: new RegExp(`^${shown.join('')}$`),
      make: random => makeUuid(random).replaceAll('-', '').slice(0, length),
    };
  },
};

/** By what stands before the number of characters. */
const SHORT_KEYS: Readonly<Record<string, ShortKeys>> = {
  hex: drawnFrom(HEX, 0.62),
  nano: drawnFrom(NANO, 0.74),
  letters: drawnFrom(LETTERS, 0.57),
  default_: CUT_UUIDS,
};
const UUID_TOKENS = 23;

const ALLOWED =
  'allowed are uuid, hexN, nanoN and lettersN with N from 1 to 64, like hex8, and default_N with N from 1 to 32';

function shortKeys(name: string): { keys: ShortKeys; length: number } | undefined {
  const [, kind = '', digits] = /^([a-z]+_?)([1-9]\d?)$/.exec(name) ?? [];
  const keys = Object.hasOwn(SHORT_KEYS, kind) ? SHORT_KEYS[kind] : undefined;
  const length = Number(digits);
  return keys && length <= keys.longest ? { keys, length } : undefined;
}

/**
 * Reads a key format: `uuid` (version 4, RFC 9562), `hexN` (N lower-case hex digits), `nanoN` (N
 * characters of nanoid's alphabet), `lettersN` (N lower-case letters), N from 1 to 64, or
 * `default_N`, the first N hex digits of a UUID, N from 1 to 32.
 *
 * @throws KeychainError USAGE
 */
export function parseKeyFormat(name: string): KeyFormat {
  if (name === 'uuid') return { name, space: 2 ** 122, pattern: UUID, make: makeUuid };
  const short = shortKeys(name);
  if (!short) throw new KeychainError('USAGE', `--key-format ${name}: ${ALLOWED}`);
  return { name, ...short.keys.format(short.length) };
}

/** Tokens that a key takes, about; of a name that is none, those of a UUID. */
export function keyTokens(name: string): number {
  const short = shortKeys(name);
  return short ? short.keys.tokens * short.length : UUID_TOKENS;
}

/** The name of a key format. */
export const keyFormatName: Kind<string> = {
  placeholder: 'uuid|hexN|nanoN|lettersN|default_N',
  read: name => {
    if (name === 'uuid' || shortKeys(name)) return name;
    throw new ValueError(ALLOWED);
  },
  write: name => name,
  schema: { type: 'string' },
};

/** Draws characters from an alphabet of at most 64: as many bits each as it needs. */
function draw(alphabet: string, length: number, random: Random): string {
  const width = Math.ceil(Math.log2(alphabet.length));
  const mask = (1 << width) - 1;
  let key = '';
  while (key.length < length) {
    let bits = random.bits();
    for (let left = 32; left >= width && key.length < length; left -= width) {
      // Bits that stand for no character are passed over, so that all are equally likely.
      key += alphabet[bits & mask] ?? '';
      bits >>>= width;
    }
  }
  return key;
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
