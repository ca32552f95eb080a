/**
 * Tells whether a text is a key of the format: `uuid` (lower case, version 4), `hexN` (N lower-case
 * hex digits) or `nanoN` (N of A-Z a-z 0-9 _ -).
 *
 * @returns undefined for an unknown format
 */
export function keyTest(format: string): ((text: string) => boolean) | undefined {
  const pattern = keyPattern(format);
  return pattern && (text => pattern.test(text));
}

function keyPattern(format: string): RegExp | undefined {
  if (format === 'uuid') return /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;
  const [, alphabet, digits] = /^(hex|nano)([1-9]\d{0,3})$/.exec(format) ?? [];
  if (alphabet === undefined) return undefined;
  return new RegExp(`^[${alphabet === 'hex' ? '\\da-f' : '\\w-'}]{${digits}}$`);
}
