import { syntaxError } from '../../input/errors.js';
import { jsonFault } from './fault.js';

/** Bytes of a value at which it is looked at, before its end has come, whether it can be JSON. */
const FIRST_LOOK = 1 << 23;

/** A JSON value of which a part has come. */
export interface HeldValue {
  /** Byte offset of the value in the input. */
  readonly offset: number;
  add(piece: Buffer): void;
  /** The bytes so far. */
  bytes(): Buffer;
}

/**
 * Holds a value until its end comes. A value whose end never comes - a bracket or a quote is
 * missing - would take the whole input into memory; so a large one is checked as it grows, each
 * time when it has doubled.
 *
 * @throws INPUT_SYNTAX
 */
export function heldValue(file: string, offset: number, firstLook = FIRST_LOOK): HeldValue {
  const pieces: Buffer[] = [];
  let size = 0;
  let nextLook = firstLook;
  const bytes = () => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size));
  return {
    offset,
    bytes,
    add(piece) {
      pieces.push(piece);
      size += piece.length;
      if (size < nextLook) return;
      nextLook = 2 * size;
      const fault = jsonFault(bytes());
      if (fault) throw syntaxError(file, offset + fault.offset, fault.expected);
    },
  };
}
