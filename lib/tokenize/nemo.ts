import { NEMO_FILE } from './nemo-file.js';
import { sentencePieceIdentity } from './sentencepiece-identity.js';
import type { TokenizerKind } from './tokenizer-kind.js';

export const nemo: TokenizerKind = {
  help: 'a SentencePiece model, as NeMo takes it',
  path: {
    placeholder: 'DIR|FILE|ID',
    help: `a SentencePiece .model, the folder of a ${NEMO_FILE.name}, or an id on the Hub`,
    file: NEMO_FILE.name,
  },
  identify: async named => {
    const { readModelFile } = await import('./model-file.js');
    const { path, bytes } = await readModelFile(named, NEMO_FILE);
    return sentencePieceIdentity(path, bytes);
  },
  // Its reader of protocol buffers is not loaded in vain.
  load: async path => {
    const { loadModelFile } = await import('./model-file.js');
    const { NEMO_RULES } = await import('./nemo-model.js');
    return loadModelFile(path, NEMO_FILE, NEMO_RULES);
  },
};
