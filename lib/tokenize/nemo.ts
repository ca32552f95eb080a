import {
  type FileKind,
  type FileRules,
  loadModelFile,
  type ModelFile,
  otherWay,
  readModelFile,
  unusable,
} from './model-file.js';
import { sentencePieceIdentity } from './sentencepiece-identity.js';
import type { TokenizerKind } from './tokenizer-kind.js';
import {
  readSentencePieceModel,
  type SentencePieceModel,
} from './vocabulary/sentencepiece-model.js';
import { sentencePieceCounter } from './vocabulary/sentencepiece-rules.js';

const FILE: FileKind = {
  name: 'tokenizer.model',
  wanted: 'a .model file of SentencePiece, or the folder of a tokenizer.model',
  other: { name: 'tokenizer.json', type: 'hf' },
  libraryName: 'SentencePiece',
  // Imported in the helper thread alone: it compiles half a megabyte of WebAssembly.
  library: new URL('./beside/sentencepiece.js', import.meta.url).href,
};

/**
 * Counts are those of `encode_as_ids` of the C++ library, to which the names of control symbols are
 * text.
 */
const RULES: FileRules<SentencePieceModel> = {
  identity: sentencePieceIdentity,
  parse,
  counter: sentencePieceCounter,
};

export const nemo: TokenizerKind = {
  help: 'a SentencePiece model, as NeMo takes it',
  path: {
    placeholder: 'DIR|FILE',
    help: `a SentencePiece .model or the folder of a ${FILE.name}`,
    file: FILE.name,
  },
  identify: async named => {
    const { path, bytes } = await readModelFile(named, FILE);
    return sentencePieceIdentity(path, bytes);
  },
  load: path => loadModelFile(path, FILE, RULES),
};

function parse(file: ModelFile): SentencePieceModel {
  const { bytes } = file;
  try {
    return readSentencePieceModel(bytes);
  } catch (cause) {
    if (!isJson(bytes)) throw unusable(file, 'it is no whole SentencePiece model', { cause });
    throw unusable(file, 'it is JSON', { cause, way: otherWay(FILE, `a ${FILE.other.name}`) });
  }
}

/** No model can begin like that: the first byte would begin a group, which none has. */
const isJson = (bytes: Buffer): boolean => /^\s*\{/.test(bytes.toString('latin1', 0, 64));
