import { isUtf8 } from 'node:buffer';
import { ByteTable } from '../vocabulary/byte-table.js';
import { PIECE_TYPES, type SentencePieceModel } from '../vocabulary/sentencepiece-model.js';
import { utf8Length } from '../vocabulary/utf8.js';

/** Ranks and positions share a number; see `countByHeap`. */
const MOST_PIECES = 2 ** 21;

/** The pieces of a model by what they are for; a piece is its number. */
export interface ScorePieces {
  /** The normal ones, and those of the user. */
  table: ByteTable;
  userDefined: string[];
  /** The piece of each byte, or -1. */
  bytes: Int32Array;
  /** Normal ones of one character, and of several. */
  characters: number[];
  parts: number[];
  /** The piece of what has none, or -1. */
  unknown: number;
}

/**
 * Sorts the pieces of a model.
 *
 * @returns what is not known here of one, in words
 */
export function sortPieces({ bytes: file, pieces }: SentencePieceModel): ScorePieces | string {
  const { from, to, type } = pieces;
  const count = type.length;
  if (count > MOST_PIECES) return 'its pieces, of which there are over two million';
  const reserved = new ByteTable();
  const sorted: ScorePieces = {
    table: new ByteTable(count),
    userDefined: [],
    bytes: new Int32Array(256).fill(-1),
    characters: [],
    parts: [],
    unknown: -1,
  };
  for (let id = 0; id < count; id++) {
    const start = from[id]!;
    const end = to[id]!;
    const text = file.subarray(start, end);
    if (start === end || !isUtf8(text)) return `its piece ${id}, which is no text`;
    const isPiece = type[id] === PIECE_TYPES.normal || type[id] === PIECE_TYPES.userDefined;
    const [own, others] = isPiece ? [sorted.table, reserved] : [reserved, sorted.table];
    if (own.find(file, start, end) >= 0) return `its piece ${id}, which stands there twice`;
    own.set(file, start, end, id);
    const fault = sort(sorted, id, type[id]!, text);
    if (fault !== undefined) return fault;
    if (others.find(file, start, end) >= 0) {
      return `its piece ${id}, which has a name that is reserved`;
    }
  }
  return sorted;
}

/** Puts a piece where it belongs, or says what is not known of it. */
function sort(into: ScorePieces, id: number, type: number, text: Uint8Array): string | undefined {
  const isCharacter = utf8Length(text[0]!) === text.length;
  switch (type) {
    case PIECE_TYPES.normal:
      (isCharacter ? into.characters : into.parts).push(id);
      return undefined;
    case PIECE_TYPES.userDefined:
      into.userDefined.push(textOf(text));
      return undefined;
    case PIECE_TYPES.unknown:
      if (into.unknown >= 0) return 'its unknown pieces, which are several';
      into.unknown = id;
      return undefined;
    case PIECE_TYPES.byte: {
      const byte = byteOf(textOf(text));
      if (byte < 0) return `its piece ${id}, which is no byte`;
      into.bytes[byte] = id;
      return undefined;
    }
    case PIECE_TYPES.control:
      return isCharacter ? `its control piece ${id}` : undefined;
    default:
      return `its piece ${id} of type ${type}`;
  }
}

const textOf = (text: Uint8Array): string => Buffer.from(text).toString('utf8');

/** The byte that `<0x0A>` stands for, or -1. */
function byteOf(piece: string): number {
  const [, digits] = /^<0x([0-9A-F]{2})>$/.exec(piece) ?? [];
  return digits === undefined ? -1 : Number.parseInt(digits, 16);
}
