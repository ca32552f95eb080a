import { escapeAt, nextEscape } from '../json/escape.js';
import { fieldJson, jsonText } from '../json/json-text.js';
import type { Piece } from '../prompt/piece.js';
import { RenderedText } from '../prompt/rendered-text.js';

/** Bytes below which a loop is faster than a call of native code. */
const SHORT = 32;
/** Bytes of the longest escape: `\u001f`. */
const LONGEST_ESCAPE = 6;
/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const UNIT_BYTES = 3;
/** UTF-16 units from which on the bytes of a text are counted rather than guessed. */
const LONG = 1 << 16;

/** Writes JSON lines into a buffer that grows and is used again. */
export class JsonBytes {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #at = 0;

  /** A record as a line; fields that are undefined are left out, texts in bytes become strings. */
  line(record: object): this {
    let before = '{';
    for (const [name, value] of Object.entries(record)) {
      if (value === undefined) continue;
      const field = `${before}${jsonText(name)}:`;
      before = ',';
      if (value instanceof RenderedText) this.#text(`${field}"`).#rendered(value).#text('"');
      else this.#text(`${field}${fieldJson(name, value)}`);
    }
    return this.#text(before === '{' ? '{}\n' : '}\n');
  }

  /** What was written since the last `clear`; the next line may change it. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  clear(): void {
    this.#at = 0;
  }

  /** Text that is JSON already. */
  #text(json: string): this {
    this.#reserve(json.length < LONG ? json.length * UNIT_BYTES : Buffer.byteLength(json));
    this.#at += this.#bytes.write(json, this.#at);
    return this;
  }

  #rendered({ pieces }: RenderedText): this {
    for (const piece of pieces) {
      this.#reserve((piece.to - piece.from) * LONGEST_ESCAPE);
      if (piece.passage) this.#stored(piece);
      else this.#scanned(piece);
    }
    return this;
  }

  /** Part of a passage, which knows what of it has to be escaped. */
  #stored({ bytes, from, to, passage }: Piece): void {
    let start = from;
    for (let n = 0; n < passage!.escapes; n++) {
      const at = passage!.escapeAt(n);
      if (at >= to) break;
      if (at < from) continue;
      this.#copy(bytes, start, at);
      start = this.#escape(bytes, at);
    }
    this.#copy(bytes, start, to);
  }

  #scanned({ bytes, from, to }: Piece): void {
    let start = from;
    for (let at = nextEscape(bytes, start, to); at < to; at = nextEscape(bytes, start, to)) {
      this.#copy(bytes, start, at);
      start = this.#escape(bytes, at);
    }
    this.#copy(bytes, start, to);
  }

  /** Writes the character at a byte as JSON has it; returns where the next one stands. */
  #escape(source: Buffer, at: number): number {
    const { json, bytes } = escapeAt(source, at)!;
    this.#copy(json, 0, json.length);
    return at + bytes;
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
