import { identifyTokenizer, loadTokenizer, type TokenizerOptions } from './load.js';
import type { Tokenizer } from './tokenizer.js';

/** The settings that name a tokenizer. */
export interface TokenizerSettings {
  tokenizerType: TokenizerOptions['type'];
  tokenizerPath?: string | undefined;
}

/** The same as `loadTokenizer` takes it. */
export const tokenizerOptions = ({
  tokenizerType: type,
  tokenizerPath: path,
}: TokenizerSettings): TokenizerOptions => ({ type, ...(path !== undefined && { path }) });

/**
 * Loads a tokenizer for as long as something counts with it.
 *
 * @throws KeychainError USAGE, TOKENIZER_UNUSABLE, and what `work` does
 */
export async function withTokenizer<T>(
  settings: TokenizerSettings,
  work: (tokenizer: Tokenizer) => T | Promise<T>,
): Promise<T> {
  return closing(await loadTokenizer(tokenizerOptions(settings)), work);
}

/**
 * The same for work that may not have to count; see `identifyTokenizer`.
 *
 * @throws KeychainError USAGE, TOKENIZER_UNUSABLE, and what `work` does
 */
export async function withIdentity<T>(
  settings: TokenizerSettings,
  work: (tokenizer: Tokenizer) => T | Promise<T>,
): Promise<T> {
  return closing(await identifyTokenizer(tokenizerOptions(settings)), work);
}

async function closing<T>(
  tokenizer: Tokenizer,
  work: (tokenizer: Tokenizer) => T | Promise<T>,
): Promise<T> {
  try {
    return await work(tokenizer);
  } finally {
    tokenizer.close();
  }
}
