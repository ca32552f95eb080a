import { hf } from './hf.js';
import { nemo } from './nemo.js';
import { openai } from './openai.js';
import type { TokenizerKind } from './tokenizer-kind.js';

/** The kinds of tokenizers (`--tokenizer-type`). */
export const TOKENIZERS = { openai, hf, nemo } as const satisfies Record<string, TokenizerKind>;

/** Types that there cannot be, with what to do. */
export const REFUSED_TOKENIZERS: Readonly<Record<string, string>> = {
  gemini:
    "only a server counts Gemini's tokens, so that no count is exact or can be repeated; take Gemma's tokenizer, as --tokenizer-type hf or nemo",
};

export type TokenizerType = keyof typeof TOKENIZERS;
