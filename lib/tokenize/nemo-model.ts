import { type FileRules, type ModelFile, otherWay, unusable } from './model-file.js';
import { NEMO_FILE } from './nemo-file.js';
import { sentencePieceIdentity } from './sentencepiece-identity.js';
import {
  readSentencePieceModel,
  type SentencePieceModel,
} from './vocabulary/sentencepiece-model.js';
import { sentencePieceCounter } from './vocabulary/sentencepiece-rules.js';

/**
 * Counts are those of `encode_as_ids` of the C++ library, to which the names of control symbols are
 * text.
 */
export const NEMO_RULES: FileRules<SentencePieceModel> = {
  identity: sentencePieceIdentity,
  parse,
  counter: sentencePieceCounter,
};

function parse(file: ModelFile): SentencePieceModel {
  const { bytes } = file;
  try {
    return readSentencePieceModel(bytes);
  } catch (cause) {
    if (!isJson(bytes)) throw unusable(file, 'it is no whole SentencePiece model', { cause });
    throw unusable(file, 'it is JSON', {
      cause,
      way: otherWay(NEMO_FILE, `a ${NEMO_FILE.other.name}`),
    });
  }
}

/** No model can begin like that: the first byte would begin a group, which none has. */
const isJson = (bytes: Buffer): boolean => /^\s*\{/.test(bytes.toString('latin1', 0, 64));
