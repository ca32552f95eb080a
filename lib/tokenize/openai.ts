import { ENCODINGS, identityOf, readEncoder } from './openai-encoder.js';
import type { TokenizerKind } from './tokenizer-kind.js';

export const openai: TokenizerKind = {
  help: 'an encoding, nothing to download',
  path: {
    placeholder: 'NAME',
    help: 'the encoding',
    default: 'cl100k_base',
    words: ENCODINGS,
  },
  identify: async name => identityOf(name, await readEncoder(name)),
  // Help, and runs of another kind, have no use for how texts are split.
  load: async name => (await import('./openai-model.js')).loadOpenai(name),
};
