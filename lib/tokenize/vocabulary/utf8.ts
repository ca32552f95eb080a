/**
 * Writes well-formed UTF-16 as UTF-8 (RFC 3629, section 3).
 *
 * @param bytes - has room for three bytes a unit
 * @returns the number of bytes
 */
export function encodeUtf8(
  units: Uint16Array,
  from: number,
  to: number,
  bytes: Uint8Array,
): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    const unit = units[i]!;
    if (unit < 0x80) {
      bytes[n++] = unit;
    } else if (unit < 0x800) {
      bytes[n++] = 0xc0 | (unit >> 6);
      bytes[n++] = 0x80 | (unit & 0x3f);
    } else if (unit >= 0xd800 && unit < 0xe000) {
      const codePoint = 0x10000 + ((unit - 0xd800) << 10) + (units[++i]! - 0xdc00);
      bytes[n++] = 0xf0 | (codePoint >> 18);
      bytes[n++] = 0x80 | ((codePoint >> 12) & 0x3f);
      bytes[n++] = 0x80 | ((codePoint >> 6) & 0x3f);
      bytes[n++] = 0x80 | (codePoint & 0x3f);
    } else {
      bytes[n++] = 0xe0 | (unit >> 12);
      bytes[n++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[n++] = 0x80 | (unit & 0x3f);
    }
  }
  return n;
}

/** Whether well-formed UTF-8 can have the byte: not C0, C1 and F5 to FF (RFC 3629, section 4). */
export const isInUtf8 = (byte: number): boolean => byte !== 0xc0 && byte !== 0xc1 && byte < 0xf5;

/** Bytes of the character that begins with this one. */
export const utf8Length = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

/** The code point that begins at `from`. */
export function firstCodePoint(bytes: Uint8Array, from: number): number {
  const lead = bytes[from]!;
  const length = utf8Length(lead);
  if (length === 1) return lead;
  let codePoint = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) codePoint = (codePoint << 6) | (bytes[from + i]! & 0x3f);
  return codePoint;
}

/** The code point that ends at `to`. */
export function lastCodePoint(bytes: Uint8Array, to: number): number {
  let from = to - 1;
  while (from > 0 && (bytes[from]! & 0xc0) === 0x80) from--;
  return firstCodePoint(bytes, from);
}
