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

/** What reads a field, by its number; any other field is passed over. */
type Fields = Readonly<Record<number, () => void>>;

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
  const met = new Set<string>();
  const trainer: Fields = {
    3: () => {
      model.modelType = reader.int32();
    },
    24: () => {
      model.blankAsSuffix = reader.bool();
    },
    35: () => {
      model.byteFallback = reader.bool();
    },
  };
  const normalizer: Fields = {
    2: () => {
      model.charsMap = reader.bytes().length;
    },
    3: () => {
      model.addsBlank = reader.bool();
    },
    4: () => {
      model.squeezesBlanks = reader.bool();
    },
    5: () => {
      model.escapesBlanks = reader.bool();
    },
  };
  readMessage(reader, bytes.length, {
    1: () => readPiece(reader, pieces),
    2: () => {
      met.add('trainer_spec');
      readPart(reader, trainer);
    },
    3: () => {
      met.add('normalizer_spec');
      readPart(reader, normalizer);
    },
  });
  if (pieces.type.length === 0 || met.size < 2) throw new RangeError('it is not whole');
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

const readPart = (reader: BinaryReader, fields: Fields): void =>
  readMessage(reader, endOf(reader), fields);

/** Where the message ends whose length comes next. */
function endOf(reader: BinaryReader): number {
  const length = reader.uint32();
  return reader.pos + length;
}

function readMessage(reader: BinaryReader, end: number, fields: Fields): void {
  while (reader.pos < end) {
    const [field, wire] = reader.tag();
    const read = fields[field];
    if (read === undefined) reader.skip(wire, field);
    else read();
  }
  if (reader.pos !== end) throw new RangeError('a part is cut off');
}
