import type { JsonCursor } from './json-cursor.js';

const QUOTE = 0x22;

/**
 * Reads JSON strings as UTF-8, one at a time: where nothing is escaped they are not copied out of
 * the file, since a vocabulary and its merges have a million of them.
 */
export class StringSpan {
  /** Holds the string at `[from..to)`, until the next is read. */
  bytes: Uint8Array;
  from = 0;
  to = 0;
  readonly #cursor: JsonCursor;

  constructor(cursor: JsonCursor) {
    this.#cursor = cursor;
    this.bytes = cursor.bytes;
  }

  /** Reads the string at the cursor. @throws SyntaxError if there is none */
  read(): void {
    const cursor = this.#cursor;
    if (cursor.peek() !== QUOTE) cursor.fail();
    const start = cursor.at + 1;
    const escapes = cursor.skipString();
    const end = cursor.at - 1;
    if (escapes) {
      const text = JSON.parse(cursor.bytes.toString('utf8', start - 1, end + 1)) as string;
      this.bytes = Buffer.from(text, 'utf8');
      this.from = 0;
      this.to = this.bytes.length;
      return;
    }
    this.bytes = cursor.bytes;
    this.from = start;
    this.to = end;
  }
}
