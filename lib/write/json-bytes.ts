import { RenderedText } from '../prompt/rendered-text.js';

/** By byte: what JSON has in its place inside a string (RFC 8259, section 7), if not itself. */
const ESCAPES = Array.from({ length: 256 }, (_, byte) => {
  const escaped = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  return byte < 0x80 && escaped.length > 1 ? Buffer.from(escaped) : undefined;
});
const NEEDS_ESCAPE = Uint8Array.from(ESCAPES, escaped => (escaped ? 1 : 0));
/** Bytes below which a loop is faster than a call of native code. */
const SHORT = 32;
/** Bytes of the longest escape: `\u001f`. */
const LONGEST_ESCAPE = 6;
/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const UNIT_BYTES = 3;

/** Writes JSON into a buffer that grows and is used again. */
export class JsonBytes {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #at = 0;

  /** Text that is JSON already. */
  text(json: string): this {
    this.#reserve(json.length * UNIT_BYTES);
    this.#at += this.#bytes.write(json, this.#at);
    return this;
  }

  /** The fields of an object, each with a comma before it; texts in bytes become strings. */
  fields(record: object): this {
    for (const [name, value] of Object.entries(record)) {
      if (value === undefined) continue;
      const field = `,${JSON.stringify(name)}:`;
      if (value instanceof RenderedText) this.text(`${field}"`).#rendered(value).text('"');
      else this.text(`${field}${JSON.stringify(value)}`);
    }
    return this;
  }

  /** What was written since the last time, in a buffer of its own. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    return taken;
  }

  #rendered({ pieces }: RenderedText): this {
    for (const { bytes, from, to } of pieces) {
      this.#reserve((to - from) * LONGEST_ESCAPE);
      this.#escaped(bytes, from, to);
    }
    return this;
  }

  #escaped(bytes: Buffer, from: number, to: number): void {
    let start = from;
    for (let i = from; i < to; i++) {
      if (NEEDS_ESCAPE[bytes[i]!] === 0) continue;
      this.#copy(bytes, start, i);
      const escaped = ESCAPES[bytes[i]!]!;
      this.#copy(escaped, 0, escaped.length);
      start = i + 1;
    }
    this.#copy(bytes, start, to);
  }

  #copy(bytes: Buffer, from: number, to: number): void {
    const target = this.#bytes;
    if (to - from > SHORT) this.#at += bytes.copy(target, this.#at, from, to);
    else for (let i = from; i < to; i++) target[this.#at++] = bytes[i]!;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
