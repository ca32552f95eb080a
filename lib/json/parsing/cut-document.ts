import { StringDecoder } from 'node:string_decoder';
import { KeychainError } from '../../errors.js';
import { elementEnd } from './element-end.js';
import { type HeldValue, heldValue } from './held-value.js';
import { parseJson } from './parse.js';
import type { JsonValue, ReaderOptions } from './values.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** A part of a document; offsets are in bytes. */
export type Part =
  /** A bit of the frame; the offset is that of the token that it belongs to. */
  | { kind: 'frame'; text: string; offset: number }
  /** An object or array in the frame, whole. */
  | { kind: 'element'; bytes: Buffer; offset: number }
  /** The same, where it had to be parsed to be found. */
  | { kind: 'value'; value: unknown; offset: number }
  /** The same, with more bytes or deeper than is taken. */
  | { kind: 'refused'; value: JsonValue; offset: number };

export interface Cutter {
  /** The parts that end in a chunk, in order; all are to be taken before the next chunk comes. */
  write(chunk: Buffer): Iterable<Part>;
  /** What has come of an element that is not complete. */
  unfinished(): HeldValue | undefined;
}

/**
 * Cuts a JSON document into its elements - the objects and arrays inside `depth` brackets - and
 * the frame around them. Looks at quotes and brackets only; whether the parts are JSON is not its
 * business. In memory at once: an element, and no more of it than a record may have.
 *
 * @throws INPUT_SYNTAX for a very long element that cannot become JSON; INPUT_TOO_LARGE for what is no
 *   element and does not end
 */
export function cutDocument({ file, start, maxBytes }: ReaderOptions, depth: number): Cutter {
  const decoder = new StringDecoder('utf8');
  const ends = elementEnd();
  /** Offset of the chunk. */
  let offset = start;
  let open = 0;
  let inString = false;
  /** The first byte of the next chunk follows a backslash inside a string. */
  let escaped = false;
  let held: HeldValue | undefined;
  /** Offset of the frame's token that is under way. */
  let token: number | undefined;

  /** The place after the closing quote, or the chunk's end if it is not in this chunk. */
  const stringEnd = (chunk: Buffer, from: number): number => {
    const first = escaped ? from + 1 : from;
    let quote = chunk.indexOf(QUOTE, first);
    while (quote >= 0 && backslashesBefore(chunk, first, quote) % 2 === 1) {
      quote = chunk.indexOf(QUOTE, quote + 1);
    }
    escaped = quote < 0 && backslashesBefore(chunk, first, chunk.length) % 2 === 1;
    inString = quote < 0;
    return inString ? chunk.length : quote + 1;
  };

  const endless = (at: number): KeychainError =>
    new KeychainError(
      'INPUT_TOO_LARGE',
      `${file}: what stands at byte ${at} is no record and longer than ${maxBytes} bytes; see --max-record-bytes`,
    );

  /** A bit of the frame; the token that it belongs to ends before the place `to`. */
  const frame = (chunk: Buffer, from: number, to: number): Part => ({
    kind: 'frame',
    text: decoder.write(chunk.subarray(from, to)),
    offset: token ?? offset + from,
  });

  const element = (chunk: Buffer, from: number, to: number): Part => {
    const piece = chunk.subarray(from, to);
    held ??= heldValue({ file, offset: offset + from, maxBytes });
    held.add(piece);
    const whole = held;
    held = undefined;
    const value = whole.refused();
    if (value) return { kind: 'refused', value, offset: whole.offset };
    return { kind: 'element', bytes: whole.bytes(), offset: whole.offset };
  };

  function* write(chunk: Buffer): Generator<Part, void> {
    /** Where the element, or the bit of the frame, begins that the scan is in. */
    let from = 0;
    let at = inString ? stringEnd(chunk, 0) : 0;
    /** The place after the last object in the frame that ended in this chunk, or 0. */
    let lastEnd = 0;
    while (at < chunk.length) {
      const byte = chunk[at] as number;
      if (byte === QUOTE) {
        if (open <= depth) token ??= offset + at;
        at = stringEnd(chunk, at + 1);
        continue;
      }
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (open <= depth) {
          if (from < at) yield frame(chunk, from, at);
          from = at;
          token = undefined;
        }
        if (open < depth) {
          yield frame(chunk, at, at + 1);
          from = at + 1;
        } else if (open === depth && byte === OPEN_BRACE) {
          if (lastEnd > 0) ends.learn(chunk, lastEnd, at);
          const end = ends.guess(chunk, at);
          const value =
            end < 0 || end - at > maxBytes ? undefined : objectIn(chunk.subarray(at, end));
          if (value !== undefined) {
            yield { kind: 'value', value, offset: offset + at };
            at = from = lastEnd = end;
            continue;
          }
        }
        open += 1;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        open -= 1;
        if (open === depth) {
          if (byte === CLOSE_BRACE && !held) ends.correct(chunk, at + 1);
          yield element(chunk, from, at + 1);
          from = at + 1;
          if (byte === CLOSE_BRACE) lastEnd = from;
        } else if (open < depth) {
          if (from < at) yield frame(chunk, from, at);
          token = undefined;
          yield frame(chunk, at, at + 1);
          from = at + 1;
        }
      } else if (open <= depth) {
        if (byte === COMMA) {
          if (from < at) yield frame(chunk, from, at);
          token = undefined;
          yield frame(chunk, at, at + 1);
          from = at + 1;
        } else if (byte > 0x20) token ??= offset + at;
      }
      at += 1;
    }
    if (open > depth) {
      held ??= heldValue({ file, offset: offset + from, maxBytes });
      held.add(chunk.subarray(from));
    } else if (from < chunk.length) {
      if (token !== undefined && offset + chunk.length - token > maxBytes) throw endless(token);
      yield frame(chunk, from, chunk.length);
    }
    offset += chunk.length;
  }

  return { write, unfinished: () => held };
}

/** The object that bytes are said to be; undefined if they are none. */
function objectIn(bytes: Buffer): unknown {
  try {
    return parseJson(bytes);
  } catch {
    return undefined;
  }
}

function backslashesBefore(bytes: Buffer, first: number, end: number): number {
  let at = end;
  while (at > first && bytes[at - 1] === BACKSLASH) at -= 1;
  return end - at;
}
