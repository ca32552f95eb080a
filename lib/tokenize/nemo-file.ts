import type { FileKind } from './model-file.js';

export const NEMO_FILE: FileKind = {
  name: 'tokenizer.model',
  wanted: 'a .model file of SentencePiece, or the folder of a tokenizer.model',
  other: { name: 'tokenizer.json', type: 'hf' },
  libraryName: 'SentencePiece',
  // Imported in the helper thread alone: it compiles half a megabyte of WebAssembly.
  library: new URL('./beside/sentencepiece.js', import.meta.url).href,
};
