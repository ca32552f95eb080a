import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { MODEL_TYPES, PIECE_TYPES } from '../../../lib/tokenize/vocabulary/sentencepiece-model.js';
import { temporaryFolder } from '../temporary-folder.js';

/** A piece of a made-up model; NORMAL, with the score 0, where nothing is said. */
export interface MadePiece {
  piece: string;
  score?: number;
  type?: keyof typeof PIECE_TYPES;
}

/** A made-up model; a BPE that leaves text as it is where nothing is said. */
export interface MadeModel {
  pieces: readonly MadePiece[];
  modelType?: keyof typeof MODEL_TYPES;
  byteFallback?: boolean;
  blankAsSuffix?: boolean;
  addsBlank?: boolean;
  squeezesBlanks?: boolean;
  escapesBlanks?: boolean;
  charsMap?: Uint8Array;
}

export const UNKNOWN: MadePiece = { piece: '<unk>', type: 'unknown' };
export const CONTROLS: MadePiece[] = ['<s>', '</s>'].map(piece => ({ piece, type: 'control' }));

/** A piece for each byte. */
export const BYTES: MadePiece[] = Array.from({ length: 256 }, (_, byte) => ({
  piece: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  type: 'byte',
}));

/** Pieces with falling scores, as training gives them. */
export const ranked = (pieces: readonly string[]): MadePiece[] =>
  pieces.map((piece, i) => ({ piece, score: -i }));

const LENGTH_DELIMITED = 2;
const VARINT = 0;
const FIXED32 = 5;

/** Writes a model's file: `ModelProto` of SentencePiece. */
export function madeModel({
  pieces,
  modelType = 'bpe',
  byteFallback = false,
  blankAsSuffix = false,
  addsBlank = true,
  squeezesBlanks = false,
  escapesBlanks = true,
  charsMap = new Uint8Array(),
}: MadeModel): Uint8Array {
  const writer = new BinaryWriter();
  const flag = (field: number, value: boolean) => writer.tag(field, VARINT).bool(value);
  for (const { piece, score = 0, type = 'normal' } of pieces) {
    writer.tag(1, LENGTH_DELIMITED).fork();
    writer.tag(1, LENGTH_DELIMITED).string(piece);
    writer.tag(2, FIXED32).float(score);
    writer.tag(3, VARINT).int32(PIECE_TYPES[type]).join();
  }
  writer.tag(2, LENGTH_DELIMITED).fork().tag(3, VARINT).int32(MODEL_TYPES[modelType]);
  flag(24, blankAsSuffix);
  flag(35, byteFallback).join();
  writer.tag(3, LENGTH_DELIMITED).fork().tag(1, LENGTH_DELIMITED).string('made');
  writer.tag(2, LENGTH_DELIMITED).bytes(charsMap);
  flag(3, addsBlank);
  flag(4, squeezesBlanks);
  flag(5, escapesBlanks).join();
  return writer.finish();
}

/** Writes it to a temporary file. @returns its path */
export async function madeFile(model: MadeModel | Uint8Array): Promise<string> {
  const file = join(temporaryFolder(), 'tokenizer.model');
  await writeFile(file, model instanceof Uint8Array ? model : madeModel(model));
  return file;
}
