import { byteOf } from './byte-alphabet.js';
import type { JsonCursor } from './json-cursor.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;

/** Reads JSON strings as tokens of GPT-2's alphabet, one after the other into one buffer. */
export class TokenReader {
  /** The bytes of the tokens read since `clear`. */
  bytes = new Uint8Array(1024);
  length = 0;
  /** Whether all characters were of the alphabet. */
  known = true;
  /** Where the first blank stood, or -1: it is no part of a token, it parts the two of a merge. */
  blank = -1;

  readonly #cursor: JsonCursor;

  constructor(cursor: JsonCursor) {
    this.#cursor = cursor;
  }

  clear(): void {
    this.length = 0;
    this.known = true;
    this.blank = -1;
  }

  /** Appends the string at the cursor. @throws SyntaxError if there is none */
  read(): void {
    const cursor = this.#cursor;
    if (cursor.peek() !== QUOTE) cursor.fail();
    const source = cursor.bytes;
    for (let i = cursor.at + 1; i < source.length; ) {
      const byte = source[i]!;
      if (byte === QUOTE) {
        cursor.at = i + 1;
        return;
      }
      if (byte === BACKSLASH) {
        i = this.#escape(i);
      } else if (byte < 0x80) {
        this.#add(byte);
        i++;
      } else if (byte < 0xe0) {
        this.#add(((byte & 0x1f) << 6) | (source[i + 1]! & 0x3f));
        i += 2;
      } else {
        // Three and four bytes are beyond the alphabet; what follows the first is passed over.
        this.known = false;
        i += byte < 0xf0 ? 3 : 4;
      }
    }
    cursor.at = source.length;
    cursor.fail();
  }

  #escape(i: number): number {
    const source = this.#cursor.bytes;
    const byte = source[i + 1]!;
    if (byte === 0x75) {
      this.#add(Number.parseInt(source.toString('latin1', i + 2, i + 6), 16));
      return i + 6;
    }
    if (byte === QUOTE || byte === BACKSLASH || byte === 0x2f) this.#add(byte);
    else this.known = false;
    return i + 2;
  }

  #add(codePoint: number): void {
    if (codePoint === BLANK && this.blank < 0) {
      this.blank = this.length;
      return;
    }
    const byte = byteOf(codePoint);
    if (byte < 0) {
      this.known = false;
      return;
    }
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(2 * this.length);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length++] = byte;
  }
}
