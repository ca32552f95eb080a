import { syntaxError, truncatedError } from '../../input/errors.js';
import { jsonFault } from './fault.js';
import { type HeldValue, heldValue } from './held-value.js';
import { parseJson } from './parse.js';
import type { JsonValue, ValueReader } from './values.js';

const LINE_FEED = 0x0a;

/**
 * Reads one JSON value a line; blank lines are passed over.
 *
 * @param start byte offset of the first chunk
 */
export function jsonLines(file: string, start = 0): ValueReader {
  let offset = start;
  /** A line of which a part has come. */
  let held: HeldValue | undefined;

  const endHeld = (complete: boolean): JsonValue | undefined => {
    const line = held && lineValue(file, held.bytes(), held.offset, complete);
    held = undefined;
    return line;
  };

  return {
    *write(chunk) {
      let from = 0;
      for (;;) {
        const to = chunk.indexOf(LINE_FEED, from);
        if (to < 0) break;
        const piece = chunk.subarray(from, to);
        held?.add(piece);
        const line = held ? endHeld(true) : lineValue(file, piece, offset + from, true);
        if (line) yield line;
        from = to + 1;
      }
      if (from < chunk.length) {
        held ??= heldValue(file, offset + from);
        held.add(chunk.subarray(from));
      }
      offset += chunk.length;
    },
    *end() {
      const line = endHeld(false);
      if (line) yield line;
    },
  };
}

/** The value in a line; undefined if it is blank. */
function lineValue(
  file: string,
  line: Buffer,
  lineOffset: number,
  complete: boolean,
): JsonValue | undefined {
  const first = firstNotBlank(line);
  if (first === line.length) return undefined;
  const bytes = first > 0 ? line.subarray(first) : line;
  const offset = lineOffset + first;
  try {
    return { value: parseJson(bytes), offset };
  } catch {
    throw lineError(file, bytes, offset, complete);
  }
}

function firstNotBlank(line: Buffer): number {
  let at = 0;
  while (at < line.length && isBlank(line[at] ?? 0)) at += 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === LINE_FEED;
}

function lineError(file: string, line: Buffer, offset: number, complete: boolean): Error {
  const fault = jsonFault(line);
  if (fault) return syntaxError(file, offset + fault.offset, fault.expected);
  if (!complete) return truncatedError(file, `byte ${offset + line.length}`, 'a JSON line');
  const expected = 'expected the rest of the value before the end of the line';
  return syntaxError(file, offset + line.length, expected);
}
