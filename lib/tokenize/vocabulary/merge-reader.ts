import type { JsonCursor } from './json-cursor.js';
import { StringSpan } from './string-span.js';

const BLANK = 0x20;
/** Bytes of a merge that there is room for; the longest of Gemma has 93. */
const ROOM = 4096;

/** Reads merges in UTF-8, one at a time, written as `"a b"` in older files and `["a", "b"]` in newer. */
export class MergeReader {
  /** Holds the left side at `[0..middle)` and the right one at `[middle..end)`, until the next is read. */
  readonly bytes = new Uint8Array(ROOM);
  middle = 0;
  /** All of `bytes` if there was no room for more. */
  end = 0;
  readonly #cursor: JsonCursor;
  readonly #span: StringSpan;

  constructor(cursor: JsonCursor) {
    this.#cursor = cursor;
    this.#span = new StringSpan(cursor);
  }

  /** Reads the merge at the cursor. @throws SyntaxError if there is none */
  read(): void {
    const cursor = this.#cursor;
    const span = this.#span;
    this.end = 0;
    const isPair = cursor.skips('[');
    span.read();
    if (isPair) {
      this.#append(span.from, span.to);
      this.middle = this.end;
      cursor.expect(',');
      span.read();
      this.#append(span.from, span.to);
      cursor.expect(']');
      return;
    }
    const blank = span.bytes.indexOf(BLANK, span.from);
    if (blank < 0 || blank >= span.to) cursor.fail();
    this.#append(span.from, blank);
    this.middle = this.end;
    this.#append(blank + 1, span.to);
  }

  /** Copies in a loop: most sides are too short for a call of native code. */
  #append(from: number, to: number): void {
    const source = this.#span.bytes;
    const { bytes } = this;
    let end = this.end;
    for (let i = from; i < to && end < ROOM; i++) bytes[end++] = source[i]!;
    this.end = end;
  }
}
