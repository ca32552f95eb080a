const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Numbers of tokens are kept in signed 32 bits, some of them plus 1. */
export const LARGEST = 2 ** 31 - 2;

/**
 * Walks over JSON (RFC 8259) in UTF-8 without building it. A vocabulary as objects takes 50 MB and
 * half a second, in every worker.
 */
export class JsonCursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next byte that is not white space, or -1 at the end. */
  peek(): number {
    const { bytes } = this;
    let at = this.at;
    while (isWhite(bytes[at]!)) at++;
    this.at = at;
    return at < bytes.length ? bytes[at]! : -1;
  }

  /** Steps over one character. @throws SyntaxError if another stands there */
  expect(character: string): void {
    if (this.peek() !== character.charCodeAt(0)) this.fail();
    this.at++;
  }

  /** Steps over one character if it stands there. */
  skips(character: string): boolean {
    if (this.peek() !== character.charCodeAt(0)) return false;
    this.at++;
    return true;
  }

  /** Calls `member` at every value of an object, which it has to step over. */
  object(member: (key: string) => void): void {
    this.expect('{');
    if (this.skips('}')) return;
    do {
      const key = this.string();
      this.expect(':');
      member(key);
    } while (this.skips(','));
    this.expect('}');
  }

  /** Calls `element` at every element of an array, which it has to step over. */
  array(element: () => void): void {
    this.expect('[');
    if (this.skips(']')) return;
    do element();
    while (this.skips(','));
    this.expect(']');
  }

  /** Reads a string. */
  string(): string {
    if (this.peek() !== QUOTE) this.fail();
    const start = this.at;
    this.skipString();
    return JSON.parse(this.bytes.toString('utf8', start, this.at)) as string;
  }

  /** Reads a whole number from 0 to `LARGEST`. @throws SyntaxError if none stands there */
  integer(): number {
    this.peek();
    const start = this.at;
    let value = 0;
    for (;;) {
      const digit = this.bytes[this.at]! - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      value = 10 * value + digit;
      this.at++;
    }
    return this.at > start && value <= LARGEST ? value : this.fail();
  }

  /** Steps over any value, checking no more than that its brackets and quotes close. */
  skip(): void {
    const first = this.peek();
    if (first === 0x7b || first === 0x5b) this.#skipNested();
    else if (first === QUOTE) this.skipString();
    else while (!this.#ended()) this.at++;
  }

  /** One loop over local variables: vocabulary and merges are 30 MB. */
  #skipNested(): void {
    const { bytes } = this;
    let depth = 0;
    for (let at = this.at; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) {
          if (bytes[at] === BACKSLASH) at++;
        }
      } else if (byte === 0x7b || byte === 0x5b) {
        depth++;
      } else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) {
        this.at = at + 1;
        return;
      }
    }
    this.at = bytes.length;
    this.fail();
  }

  /** Steps over the string that begins here. @returns whether something is escaped in it */
  skipString(): boolean {
    // Most strings are so short that a call of native code takes longer than this.
    const { bytes } = this;
    let escapes = false;
    for (let i = this.at + 1; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        this.at = i + 1;
        return escapes;
      }
      if (byte === BACKSLASH) {
        escapes = true;
        i++;
      }
    }
    this.at = bytes.length;
    this.fail();
  }

  fail(): never {
    throw new SyntaxError(`unexpected byte at offset ${this.at}`);
  }

  /** Whether a value has ended here: a comma, a closing bracket or the end follows. */
  #ended(): boolean {
    const byte = this.peek();
    return byte === 0x2c || byte === 0x7d || byte === 0x5d || byte < 0;
  }
}

const isWhite = (byte: number): boolean =>
  byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
