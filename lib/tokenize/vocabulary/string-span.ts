import type { JsonCursor } from './json-cursor.js';

const BACKSLASH = 0x5c;

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
    cursor.expect('"');
    const start = cursor.at;
    cursor.at--;
    cursor.skipString();
    const end = cursor.at - 1;
    if (hasEscape(cursor.bytes, start, end)) {
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

  /** Writes the string at `at`, as much of it as there is room for. @returns where it ends there */
  copyTo(target: Uint8Array, at: number): number {
    const end = Math.min(this.to, this.from + target.length - at);
    target.set(this.bytes.subarray(this.from, end), at);
    return at + end - this.from;
  }
}

function hasEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}
