import { RecordError } from '../../errors.js';
import { MAX_DEPTH } from '../../input/limits.js';
import { isNestedDeeper } from '../../values/nesting.js';
import { parseJson } from './parse.js';
import type { JsonValue } from './values.js';

const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** Bytes that JSON.parse takes however deep they are: it needs some 50 for each bracket that is open. */
const HARMLESS = 1 << 20;

/**
 * The value that bytes are, or why it is not taken.
 *
 * @throws SyntaxError if they are no JSON
 */
export function limitedValue(bytes: Buffer, offset: number): JsonValue {
  if (bytes.length > HARMLESS && isDeepText(bytes)) return tooDeep(offset);
  return valueWithin(parseJson(bytes), offset);
}

/** A value that was parsed, or why it is not taken. */
export const valueWithin = (value: unknown, offset: number): JsonValue =>
  isNestedDeeper(value, MAX_DEPTH) ? tooDeep(offset) : { value, offset };

/** A value of more bytes than are taken. */
export const tooLarge = (offset: number, maxBytes: number): JsonValue => ({
  value: undefined,
  offset,
  fault: new RecordError(
    'RECORD_TOO_LARGE',
    `the record is longer than ${maxBytes} bytes; to read it, raise --max-record-bytes`,
  ),
});

/** A value that is nested too deep. */
export const tooDeep = (offset: number): JsonValue => ({
  value: undefined,
  offset,
  fault: new RecordError(
    'RECORD_TOO_LARGE',
    `the record is nested more than ${MAX_DEPTH} deep; nothing that is read here is`,
  ),
});

/** Whether it nests too deep, of text that may be JSON, or its beginning, without making anything of it. */
export function isDeepText(bytes: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
      if (at < 0) return false;
    } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      depth++;
      if (depth > MAX_DEPTH) return true;
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  return false;
}

/** The place of the quote that ends a string, or -1. */
function stringEnd(bytes: Buffer, start: number): number {
  let quote = bytes.indexOf(QUOTE, start + 1);
  while (quote >= 0) {
    let at = quote;
    while (bytes[at - 1] === BACKSLASH && at - 1 > start) at--;
    if ((quote - at) % 2 === 0) return quote;
    quote = bytes.indexOf(QUOTE, quote + 1);
  }
  return -1;
}
