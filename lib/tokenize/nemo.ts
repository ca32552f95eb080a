import type { TokenizerIdentity } from '../records/sample.js';
import { openBeside } from './beside/load-beside.js';
import {
  type FileKind,
  loadByLibrary,
  type ModelFile,
  otherWay,
  readModelFile,
  unusable,
} from './model-file.js';
import { ModelTokenizer } from './model-tokenizer.js';
import { sentencePieceIdentity } from './sentencepiece-identity.js';
import type { Tokenizer } from './tokenizer.js';
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

export const nemo: TokenizerKind = {
  help: 'a SentencePiece model, as NeMo takes it',
  path: {
    placeholder: 'DIR|FILE',
    help: `a SentencePiece .model or the folder of a ${FILE.name}`,
    file: FILE.name,
  },
  identify: async path => identityOf(await readModelFile(path, FILE)),
  load: loadNemo,
};

/**
 * Loads a SentencePiece model; counts are those of `encode_as_ids` of the C++ library, to which the
 * names of control symbols are text. Where the rules of the model are known, they are counted by our
 * own; else that library counts every text whole.
 *
 * @param path - a `.model` file, or a folder that holds a `tokenizer.model`
 * @throws KeychainError TOKENIZER_UNUSABLE if it is missing or broken
 */
async function loadNemo(path: string): Promise<Tokenizer> {
  const file = await readModelFile(path, FILE);
  const counter = sentencePieceCounter(parse(file));
  if (typeof counter === 'string') return { ...(await loadByLibrary(file)), unknown: counter };
  return new ModelTokenizer({
    identity: identityOf(file),
    counter,
    library: FILE.libraryName,
    open: () => {
      const { count, close } = openBeside(FILE.library, file.path);
      return { count, free: close };
    },
  });
}

const identityOf = ({ path, bytes }: ModelFile): TokenizerIdentity =>
  sentencePieceIdentity(path, bytes);

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
