/** By byte of UTF-8: what JSON has in its place inside a string (RFC 8259, section 7), if not itself. */
export const JSON_ESCAPES = Array.from({ length: 256 }, (_, byte) => {
  const escaped = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  return byte < 0x80 && escaped.length > 1 ? Buffer.from(escaped) : undefined;
});

const NEEDS_ESCAPE = Uint8Array.from(JSON_ESCAPES, escaped => (escaped ? 1 : 0));

/** Where the next byte stands that JSON writes otherwise, or `to`. */
export function nextEscape(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && NEEDS_ESCAPE[bytes[at]!] === 0) at++;
  return at;
}
