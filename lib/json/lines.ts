import { syntaxError, truncatedError } from './errors.js';
import { jsonFault } from './fault.js';
import { type HeldValue, heldValue } from './held-value.js';
import { parseJson } from './parse.js';

/** Takes the values of a JSON input, each with the byte offset at which it starts. */
export type OnValue = (value: unknown, offset: number) => void;

/** Takes the bytes of a JSON input, in chunks cut anywhere. */
export interface ValueReader {
  write(chunk: Buffer): void;
  end(): void;
}

const LINE_FEED = 0x0a;

/**
 * Reads one JSON value a line; blank lines are passed over.
 *
 * @param start byte offset of the first chunk
 * @throws INPUT_SYNTAX, INPUT_TRUNCATED
 */
export function jsonLines(file: string, start: number, onValue: OnValue): ValueReader {
  let offset = start;
  let held: HeldValue | undefined;

  const readLine = (line: Buffer, lineOffset: number, complete: boolean): void => {
    const first = firstInk(line);
    if (first === line.length) return;
    const value = first > 0 ? line.subarray(first) : line;
    let parsed: unknown;
    try {
      parsed = parseJson(value);
    } catch {
      throw lineError(file, value, lineOffset + first, complete);
    }
    onValue(parsed, lineOffset + first);
  };

  return {
    write(chunk) {
      let from = 0;
      for (;;) {
        const to = chunk.indexOf(LINE_FEED, from);
        if (to < 0) break;
        const piece = chunk.subarray(from, to);
        if (held) {
          held.add(piece);
          readLine(held.bytes(), held.offset, true);
          held = undefined;
        } else readLine(piece, offset + from, true);
        from = to + 1;
      }
      if (from < chunk.length) {
        held ??= heldValue(file, offset + from);
        held.add(chunk.subarray(from));
      }
      offset += chunk.length;
    },
    end() {
      if (held) readLine(held.bytes(), held.offset, false);
    },
  };
}

function firstInk(line: Buffer): number {
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
  if (!complete) return truncatedError(file, offset + line.length, 'a JSON line');
  const expected = 'expected the rest of the value before the end of the line';
  return syntaxError(file, offset + line.length, expected);
}
