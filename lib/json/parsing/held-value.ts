import { syntaxError } from '../../input/errors.js';
import { jsonFault } from './fault.js';
import { isDeepText, tooDeep, tooLarge } from './limited-value.js';
import type { JsonValue } from './values.js';

/** Bytes of a value at which it is looked at, before its end has come, whether it can be JSON. */
const FIRST_LOOK = 1 << 23;

/** A JSON value of which a part has come. */
export interface HeldValue {
  /** Byte offset of the value in the input. */
  readonly offset: number;
  add(piece: Buffer): void;
  /** Why it is not taken, if that is clear already; then nothing of it is held any more. */
  refused(): JsonValue | undefined;
  /** The bytes so far. */
  bytes(): Buffer;
}

/** What is held, and of what it is a part. */
interface Held {
  file: string;
  /** Byte offset of its first byte. */
  offset: number;
  /** The line that it stands in, where one is counted. */
  line?: number | undefined;
  /** How many bytes of it are held at most. */
  maxBytes: number;
  firstLook?: number;
}

/**
 * Holds a value until its end comes. A value whose end never comes - a bracket or a quote is
 * missing - would take the whole input into memory; so a large one is checked as it grows, each
 * time when it has doubled.
 *
 * @throws INPUT_SYNTAX
 */
export function heldValue({
  file,
  offset,
  line,
  maxBytes,
  firstLook = FIRST_LOOK,
}: Held): HeldValue {
  let pieces: Buffer[] = [];
  let size = 0;
  let nextLook = firstLook;
  let refused: JsonValue | undefined;
  const refuse = (why: JsonValue) => {
    refused = why;
    pieces = [];
  };
  const bytes = () => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
  return {
    offset,
    bytes,
    refused: () => refused,
    add(piece) {
      if (refused) return;
      size += piece.length;
      if (size > maxBytes) return refuse(tooLarge(offset, maxBytes));
      pieces.push(piece);
      if (size < nextLook) return;
      nextLook = 2 * size;
      const text = bytes();
      if (isDeepText(text)) return refuse(tooDeep(offset));
      const fault = jsonFault(text);
      if (fault) throw syntaxError({ file, line }, offset + fault.offset, fault.expected);
    },
  };
}
