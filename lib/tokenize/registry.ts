import { hf } from './hf.js';
import { openai } from './openai.js';
import type { TokenizerKind } from './tokenizer-kind.js';

/** The kinds of tokenizers (`--tokenizer-type`). */
export const TOKENIZERS = { openai, hf } as const satisfies Record<string, TokenizerKind>;

export type TokenizerType = keyof typeof TOKENIZERS;
