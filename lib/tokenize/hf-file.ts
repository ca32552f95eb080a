import type { FileKind } from './model-file.js';

export const HF_FILE: FileKind = {
  name: 'tokenizer.json',
  wanted: "a folder that holds the model's tokenizer.json",
  other: { name: 'tokenizer.model', type: 'nemo' },
  libraryName: 'Rust tokenizers',
  // Imported in the helper thread alone: it loads 5 MB of native code.
  library: new URL('./beside/rust.js', import.meta.url).href,
};
