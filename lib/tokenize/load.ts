import { KeychainError } from '../errors.js';
import { namesOf } from '../values/registry.js';
import { TOKENIZERS, type TokenizerType } from './registry.js';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerKind } from './tokenizer-kind.js';

export interface TokenizerOptions {
  type: TokenizerType;
  /** What it names depends on the type, and so does its default; see the registry. */
  path?: string;
}

/**
 * Loads a tokenizer. The libraries themselves are loaded only when they have to count.
 *
 * @throws KeychainError USAGE for an unknown type or encoding or a missing path
 * @throws KeychainError TOKENIZER_UNUSABLE if the tokenizer's file is missing or broken
 */
export async function loadTokenizer(options: TokenizerOptions): Promise<Tokenizer> {
  const { type } = options;
  if (!Object.hasOwn(TOKENIZERS, type)) {
    const allowed = namesOf(TOKENIZERS).join(', ');
    throw new KeychainError('USAGE', `there is no tokenizer of type ${type}; allowed: ${allowed}`);
  }
  const kind: TokenizerKind = TOKENIZERS[type];
  const path = options.path ?? kind.path.default;
  if (path !== undefined) return kind.load(path);
  throw new KeychainError('USAGE', `a tokenizer of type ${type} needs a path: ${kind.path.help}`);
}
