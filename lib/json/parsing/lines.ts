import { syntaxError, truncatedError } from '../../input/errors.js';
import { firstNotBlank } from './blanks.js';
import { jsonFault } from './fault.js';
import { type HeldValue, heldValue } from './held-value.js';
import { OVER_LINES } from './hint.js';
import { limitedValue, tooLarge } from './limited-value.js';
import type { JsonValue, ReaderOptions, ValueReader } from './values.js';

const LINE_FEED = 0x0a;

/**
 * Reads one JSON value a line; blank lines are passed over. In memory at once: a line, and no more
 * of it than a record may have.
 */
export function jsonLines({ file, start, startLine = 1, maxBytes }: ReaderOptions): ValueReader {
  let offset = start;
  let lineNumber = startLine;
  /** A line of which a part has come. */
  let held: HeldValue | undefined;

  const lineValue = (line: Buffer, lineOffset: number, complete: boolean) => {
    const first = firstNotBlank(line, 0);
    if (first === line.length) return undefined;
    if (line.length > maxBytes) return tooLarge(lineOffset + first, maxBytes);
    const bytes = first > 0 ? line.subarray(first) : line;
    try {
      return limitedValue(bytes, lineOffset + first);
    } catch {
      throw lineError({ file, line: lineNumber }, bytes, lineOffset + first, complete);
    }
  };

  const endHeld = (complete: boolean): JsonValue | undefined => {
    const line = held;
    held = undefined;
    return line && (line.refused() ?? lineValue(line.bytes(), line.offset, complete));
  };

  return {
    *write(chunk) {
      let from = 0;
      for (;;) {
        const to = chunk.indexOf(LINE_FEED, from);
        if (to < 0) break;
        const piece = chunk.subarray(from, to);
        held?.add(piece);
        const line = held ? endHeld(true) : lineValue(piece, offset + from, true);
        if (line) yield line;
        lineNumber += 1;
        from = to + 1;
      }
      // Blanks before a value are not held, however many there are.
      if (!held) from = firstNotBlank(chunk, from);
      if (from < chunk.length) {
        held ??= heldValue({ file, offset: offset + from, line: lineNumber, maxBytes });
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

function lineError(
  place: { file: string; line: number },
  line: Buffer,
  offset: number,
  complete: boolean,
): Error {
  const fault = jsonFault(line);
  if (fault) return syntaxError(place, offset + fault.offset, fault.expected);
  if (!complete) return truncatedError(place.file, `byte ${offset + line.length}`, 'a JSON line');
  const expected = `expected the rest of the value before the end of the line${OVER_LINES}`;
  return syntaxError(place, offset + line.length, expected);
}
