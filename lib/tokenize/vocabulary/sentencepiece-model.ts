import { BinaryReader } from '@bufbuild/protobuf/wire';

/**
 * The parts of a SentencePiece model that decide how text is counted; fields and defaults are those of
 * `ModelProto` (https://github.com/google/sentencepiece, src/sentencepiece_model.proto). The pieces stay
 * in the file's bytes.
 */
export interface SentencePieceModel {
  bytes: Uint8Array;
  pieces: SentencePieces;
  /** A value of {@link MODEL_TYPES}. */
  modelType: number;
  byteFallback: boolean;
  /** Whether the blank that is put at the text's edge stands behind it. */
  blankAsSuffix: boolean;
  /** Bytes of the table of rewritten characters; 0 if text is taken as it is. */
  charsMap: number;
  addsBlank: boolean;
  squeezesBlanks: boolean;
  escapesBlanks: boolean;
}

/** The pieces, by their numbers; where each stands in the file's bytes. */
export interface SentencePieces {
  from: number[];
  to: number[];
  score: number[];
  /** Values of {@link PIECE_TYPES}. */
  type: number[];
}

export const MODEL_TYPES = { unigram: 1, bpe: 2, word: 3, char: 4 } as const;

export const PIECE_TYPES = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  byte: 6,
  unused: 5,
} as const;

/** What reads a field into a model. */
type ReadField = (model: SentencePieceModel, reader: BinaryReader) => void;

/** The pieces' field in `ModelProto`. */
const PIECE = 1;

/** Its parts that are read, by their numbers, and the fields of those; any other is passed over. */
const PARTS: Readonly<Record<number, Readonly<Record<number, ReadField>>>> = {
  // trainer_spec
  2: {
    3: (model, reader) => {
      model.modelType = reader.int32();
    },
    24: (model, reader) => {
      model.blankAsSuffix = reader.bool();
    },
    35: (model, reader) => {
      model.byteFallback = reader.bool();
    },
  },
  // normalizer_spec
  3: {
    2: (model, reader) => {
      model.charsMap = reader.bytes().length;
    },
    3: (model, reader) => {
      model.addsBlank = reader.bool();
    },
    4: (model, reader) => {
      model.squeezesBlanks = reader.bool();
    },
    5: (model, reader) => {
      model.escapesBlanks = reader.bool();
    },
  },
};

/**
 * Reads a SentencePiece model.
 *
 * @throws RangeError if it ends too early, or has no pieces or does not say how they were trained
 * @throws Error if it is no Protocol Buffers message, or one of other fields
 */
export function readSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const reader = new BinaryReader(bytes);
  const pieces: SentencePieces = { from: [], to: [], score: [], type: [] };
  const model: SentencePieceModel = {
    bytes,
    pieces,
    modelType: MODEL_TYPES.unigram,
    byteFallback: false,
    blankAsSuffix: false,
    charsMap: 0,
    addsBlank: true,
    squeezesBlanks: true,
    escapesBlanks: true,
  };
  const met = new Set<number>();
  readMessage(reader, bytes.length, field => {
    const part = PARTS[field];
    if (field === PIECE) readPiece(reader, pieces);
    else if (part === undefined) return false;
    else {
      met.add(field);
      readMessage(reader, endOf(reader), inPart => {
        part[inPart]?.(model, reader);
        return part[inPart] !== undefined;
      });
    }
    return true;
  });
  if (pieces.type.length === 0 || met.size < Object.keys(PARTS).length)
    throw new RangeError('it is not whole');
  return model;
}

function readPiece(reader: BinaryReader, { from, to, score, type }: SentencePieces): void {
  const n = type.length;
  from.push(0);
  to.push(0);
  score.push(0);
  type.push(PIECE_TYPES.normal);
  const end = endOf(reader);
  while (reader.pos < end) {
    const [field, wire] = reader.tag();
    if (field === 1) {
      const { length } = reader.bytes();
      to[n] = reader.pos;
      from[n] = reader.pos - length;
    } else if (field === 2) score[n] = reader.float();
    else if (field === 3) type[n] = reader.int32();
    else reader.skip(wire, field);
  }
  if (reader.pos !== end) throw new RangeError('a piece is cut off');
}

/** Where the message ends whose length comes next. */
function endOf(reader: BinaryReader): number {
  const length = reader.uint32();
  return reader.pos + length;
}

/** @param read - reads a field, by its number; false if it is to be passed over */
function readMessage(reader: BinaryReader, end: number, read: (field: number) => boolean): void {
  while (reader.pos < end) {
    const [field, wire] = reader.tag();
    if (!read(field)) reader.skip(wire, field);
  }
  if (reader.pos !== end) throw new RangeError('a part is cut off');
}
