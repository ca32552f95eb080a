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
