import type { ChatAnswer } from '../model/client/chat-types.js';

/** Prompts, and those that a server seems to have cut. */
export interface PromptFigures {
  /** Answered, with a count of their tokens by the server. */
  counted: number;
  /** Those of which it counts far fewer than there are. */
  short: number;
}

/** Compares prompts with the tokens that servers count in them. */
export interface PromptWatch {
  add(prompt: string, tokens: number | undefined, answers: readonly ChatAnswer[]): void;
  figures(): PromptFigures;
}

/**
 * Other tokenizers make up to twice as many tokens of a text. Fewer than half of ours is no other
 * tokenizer, but a prompt that was cut.
 */
const LEAST_OF_COUNTED = 1 / 2;
/** Where nobody has counted: English runs to four bytes a token, no language to sixteen. */
const BYTES_A_TOKEN_AT_MOST = 16;
/** A short prompt has nothing to cut. */
const LEAST_BYTES = 4_000;

/**
 * Some servers cut a prompt that is longer than their context, and answer as if it were whole
 * (Ollama's `num_ctx`). What they count tells. The largest count of a prompt's answers is taken,
 * since a server with a cache may count only what it had not seen yet.
 */
export function promptWatch(): PromptWatch {
  const figures: PromptFigures = { counted: 0, short: 0 };
  return {
    add(prompt, tokens, answers) {
      const counts = answers.map(({ usage }) => usage?.prompt_tokens ?? 0);
      const most = Math.max(0, ...counts);
      if (most === 0) return;
      figures.counted++;
      const bytes = Buffer.byteLength(prompt);
      const least =
        tokens === undefined ? bytes / BYTES_A_TOKEN_AT_MOST : tokens * LEAST_OF_COUNTED;
      if (bytes >= LEAST_BYTES && most < least) figures.short++;
    },
    figures: () => ({ ...figures }),
  };
}
