import { nextEscape } from '../../json/escape.js';
import type { SamplePassage } from '../../records/sample.js';
import { PASSAGE_ID, passageId } from './passage-id.js';

/** What is stored of a passage. */
export type PassageRecord = Pick<SamplePassage, 'id' | 'title' | 'text' | 'bounds' | 'tokens'>;

const BOUNDS_AT = 4;
const TITLE_BYTES_AT = 8;
const TITLE_LENGTH_AT = 12;
const TEXT_LENGTH_AT = 16;
const ID_AT = 20;
const ESCAPES_AT = 28;
const HEADER_BYTES = 32;

const BLANK = 0x20;
const DELETE = 0x7f;
const LINE_FEED = '\n';
const LINE_FEED_BYTE = 0x0a;
/** Stands behind the text, as it does in most prompts: a passage is counted with it. */
const SEPARATOR = '\n\n';

/**
 * A passage in bytes: tokens, number of bounds, byte length of the title, length of title and of
 * text in UTF-16 units (uint32 each, little endian), the id (8 bytes), the number of escapes, the
 * bounds, the escapes (uint32 each), and `title\ntext\n\n` in UTF-8, just as it was counted. The token
 * count comes first so that a draw that does not fit costs no decoding. An escape is the offset of a
 * byte that JSON writes otherwise: so a passage goes to the output without being looked through.
 */
export function encodePassage({ id, title, text, bounds, tokens }: PassageRecord): Buffer {
  const content = Buffer.from(title + LINE_FEED + text + SEPARATOR);
  const titleBytes = Buffer.byteLength(title);
  const escapes: number[] = [];
  for (let at = nextEscape(content, 0, content.length); at < content.length; ) {
    escapes.push(at);
    at = nextEscape(content, at + 1, content.length);
  }
  const titleAt = HEADER_BYTES + (bounds.length + escapes.length) * 4;
  const bytes = Buffer.allocUnsafe(titleAt + content.length);
  bytes.writeUInt32LE(tokens, 0);
  bytes.writeUInt32LE(bounds.length, BOUNDS_AT);
  bytes.writeUInt32LE(titleBytes, TITLE_BYTES_AT);
  bytes.writeUInt32LE(title.length, TITLE_LENGTH_AT);
  bytes.writeUInt32LE(text.length, TEXT_LENGTH_AT);
  bytes.write(id, ID_AT, 'hex');
  bytes.writeUInt32LE(escapes.length, ESCAPES_AT);
  let at = HEADER_BYTES;
  for (const bound of bounds) at = bytes.writeUInt32LE(bound, at);
  for (const offset of escapes) at = bytes.writeUInt32LE(offset, at);
  content.copy(bytes, titleAt);
  return bytes;
}

/** The tokens of a stored passage, without reading the rest of it. */
export function decodeTokens(bytes: Buffer): number {
  return bytes.readUInt32LE(0);
}

/** Whether a byte is a character of ASCII that can be seen. */
export const isVisible = (byte: number): boolean => byte > BLANK && byte < DELETE;

/**
 * A passage as it is stored, decoded no further than it is asked for: most of a context is copied
 * from the corpus to the output without ever becoming a string.
 */
export class StoredPassage implements SamplePassage {
  supporting: boolean;
  drawn: number | undefined;
  /** Where less of it stands in a context than in the corpus: the characters of its text that do. */
  characters: number | undefined;
  readonly tokens: number;
  /** Its number in the corpus; missing for a passage that the corpus does not hold. */
  readonly number: number | undefined;
  /** The record; `title\ntext\n\n` stands from `titleAt` to `end`. */
  readonly bytes: Buffer;
  readonly titleAt: number;
  readonly textAt: number;
  readonly textEnd: number;
  readonly end: number;
  /** How many bytes JSON writes otherwise. */
  readonly escapes: number;
  readonly #escapesAt: number;
  /** The unit of the text that was looked for last, and where it stands; see {@link byteAt}. */
  #lastUnit = 0;
  #lastAt = 0;

  /** @param bytes see {@link encodePassage}; kept, not copied */
  constructor(bytes: Buffer, supporting = false, number?: number, drawn?: number) {
    this.bytes = bytes;
    this.supporting = supporting;
    this.number = number;
    this.drawn = drawn;
    this.tokens = decodeTokens(bytes);
    this.#escapesAt = HEADER_BYTES + bytes.readUInt32LE(BOUNDS_AT) * 4;
    this.escapes = bytes.readUInt32LE(ESCAPES_AT);
    this.titleAt = this.#escapesAt + this.escapes * 4;
    this.textAt = this.titleAt + bytes.readUInt32LE(TITLE_BYTES_AT) + LINE_FEED.length;
    this.end = bytes.length;
    this.textEnd = this.end - SEPARATOR.length;
  }

  get id(): string {
    return this.bytes.toString('hex', ID_AT, ESCAPES_AT);
  }

  get title(): string {
    return this.bytes.toString('utf8', this.titleAt, this.textAt - LINE_FEED.length);
  }

  get text(): string {
    return this.bytes.toString('utf8', this.textAt, this.textEnd);
  }

  get bounds(): number[] {
    const count = this.bytes.readUInt32LE(BOUNDS_AT);
    const bounds: number[] = [];
    for (let i = 0; i < count; i++) bounds.push(this.bytes.readUInt32LE(HEADER_BYTES + i * 4));
    return bounds;
  }

  /** Title and text, one below the other. */
  get body(): string {
    return this.bytes.toString('utf8', this.titleAt, this.textEnd);
  }

  /** UTF-16 units of the title. */
  get titleLength(): number {
    return this.bytes.readUInt32LE(TITLE_LENGTH_AT);
  }

  /** UTF-16 units of the text. */
  get textLength(): number {
    return this.bytes.readUInt32LE(TEXT_LENGTH_AT);
  }

  /** Where the n-th byte stands that JSON writes otherwise. */
  escapeAt(n: number): number {
    return this.titleAt + this.bytes.readUInt32LE(this.#escapesAt + n * 4);
  }

  /** Whether a character below U+0080 stands in title or text. */
  has(character: string): boolean {
    return this.bytes.indexOf(character.charCodeAt(0), this.titleAt) >= 0;
  }

  /** Whether a text stands in either, given in UTF-8. */
  holds(text: Uint8Array): boolean {
    return this.bytes.indexOf(text, this.titleAt) >= 0;
  }

  /**
   * Whether a reader can tell the title from the text: there is something to be seen in either, and
   * the title is one line.
   */
  hasTitleAndText(): boolean {
    return (
      this.bytes.indexOf(LINE_FEED_BYTE, this.titleAt) === this.textAt - 1 &&
      (isVisible(this.bytes[this.titleAt]!) || this.title.trim() !== '') &&
      (isVisible(this.bytes[this.textAt]!) || this.text.trim() !== '')
    );
  }

  /**
   * Where the unit at `offset` of the text stands in the bytes. Asked for in ascending order, all
   * offsets together cost one walk through the text.
   */
  byteAt(offset: number): number {
    if (this.textEnd - this.textAt === this.textLength) return this.textAt + offset;
    const goesOn = this.#lastAt > 0 && offset >= this.#lastUnit;
    let at = goesOn ? this.#lastAt : this.textAt;
    let units = goesOn ? this.#lastUnit : 0;
    while (units < offset) {
      const lead = this.bytes[at]!;
      units += lead < 0xf0 ? 1 : 2;
      at += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }
    this.#lastUnit = units;
    this.#lastAt = at;
    return at;
  }

  /** The same as plain data. */
  toJSON(): SamplePassage {
    const { id, title, text, supporting, bounds, tokens, drawn } = this;
    const passage = { id, title, text, supporting, bounds, tokens };
    return drawn === undefined ? passage : { ...passage, drawn };
  }
}

/** A passage from anywhere, as the corpus has its own. */
export function storedPassage(passage: SamplePassage): StoredPassage {
  if (passage instanceof StoredPassage) return passage;
  const { title, text, supporting, drawn } = passage;
  const id = PASSAGE_ID.test(passage.id) ? passage.id : passageId(title, text);
  return new StoredPassage(encodePassage({ ...passage, id }), supporting, undefined, drawn);
}
