import { jsonText } from './json-text.js';

/** A character that a line has in another form, and its bytes in UTF-8 behind the first. */
interface Escape {
  rest: Uint8Array;
  /** What stands in its place. */
  json: Buffer;
}

const FIRST_BYTES = 256;

/** Characters that may have another form: those of one byte, and what ends a line for some readers. */
const CODES = [...Array.from({ length: 0x80 }, (_, code) => code), 0x85, 0x2028, 0x2029];

/** By first byte in UTF-8: the characters that {@link jsonText} writes otherwise inside a string. */
const ESCAPES: readonly (readonly Escape[])[] = escapesByFirstByte();

function escapesByFirstByte(): Escape[][] {
  const escapes: Escape[][] = Array.from({ length: FIRST_BYTES }, () => []);
  for (const code of CODES) {
    const character = String.fromCharCode(code);
    const json = jsonText(character).slice(1, -1);
    if (json.length === 1) continue;
    const bytes = Buffer.from(character);
    escapes[bytes[0]!]!.push({ rest: bytes.subarray(1), json: Buffer.from(json) });
  }
  return escapes;
}

const MAY_BE_ESCAPED = Uint8Array.from(ESCAPES, escapes => (escapes.length > 0 ? 1 : 0));

/** What JSON has in place of the character at a byte; undefined for one that stands for itself. */
export function escapeAt(
  bytes: Uint8Array,
  at: number,
): { json: Buffer; bytes: number } | undefined {
  for (const { rest, json } of ESCAPES[bytes[at]!]!) {
    if (rest.every((byte, i) => bytes[at + 1 + i] === byte))
      return { json, bytes: 1 + rest.length };
  }
  return undefined;
}

/** Where the next character stands that JSON writes otherwise, or `to`. */
export function nextEscape(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (MAY_BE_ESCAPED[bytes[at]!] === 0 || !escapeAt(bytes, at))) at++;
  return at;
}
