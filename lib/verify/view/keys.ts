const ALPHABETS: Readonly<Record<string, string>> = {
  hex: '\\da-f',
  nano: '\\w-',
  letters: 'a-z',
};

/**
 * Tells whether a text is a key of the format: `uuid` (lower case, version 4), `hexN` (N lower-case
 * hex digits), `nanoN` (N of A-Z a-z 0-9 _ -), `lettersN` (N of a-z) or `default_N` (the first N hex
 * digits of a UUID).
 *
 * @returns undefined for an unknown format
 */
export function keyTest(format: string): ((text: string) => boolean) | undefined {
  if (/^default_\d{1,2}$/.test(format)) return cutUuidTest(Number(format.slice('default_'.length)));
  const pattern = keyPattern(format);
  return pattern && (text => pattern.test(text));
}

const HYPHENS = /-/g;
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;
/** A UUID to fill up with what has been cut off. */
const ANY = '00000000-0000-4000-8000-000000000000'.replace(HYPHENS, '');

function cutUuidTest(length: number): ((text: string) => boolean) | undefined {
  if (length < 1 || length > ANY.length) return undefined;
  return text => {
    const whole = text + ANY.slice(length);
    const parts = [0, 8, 12, 16, 20, 32]
      .map((at, i, all) => whole.slice(at, all[i + 1]))
      .slice(0, 5);
    return text.length === length && UUID.test(parts.join('-'));
  };
}

function keyPattern(format: string): RegExp | undefined {
  if (format === 'uuid') return UUID;
  const [, kind = '', digits] = /^(hex|nano|letters)([1-9]\d{0,3})$/.exec(format) ?? [];
  const alphabet = ALPHABETS[kind];
  return alphabet === undefined ? undefined : new RegExp(`^[${alphabet}]{${digits}}$`);
}
