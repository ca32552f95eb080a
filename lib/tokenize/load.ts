import { KeychainError } from '../errors.js';
import { namesOf } from '../values/registry.js';
import { REFUSED_TOKENIZERS, TOKENIZERS, type TokenizerType } from './registry.js';
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
  const { kind, path } = kindOf(options);
  return kind.load(path);
}

/**
 * Tells a tokenizer's identity and loads it only once it is to count, so that a run whose passages
 * are all counted, and whose samples are made on other threads, does not load it in vain.
 *
 * @throws KeychainError as `loadTokenizer`; what loading finds out is thrown by `prepare`
 */
export async function identifyTokenizer(options: TokenizerOptions): Promise<Tokenizer> {
  const { kind, path } = kindOf(options);
  if (!kind.identify) return kind.load(path);
  const identity = await kind.identify(path);
  let loaded: Tokenizer | undefined;
  const ready = (): Tokenizer => {
    if (loaded) return loaded;
    throw new Error(`the tokenizer ${identity.name} counts before it is prepared`);
  };
  return {
    identity,
    get reach() {
      return ready().reach;
    },
    get library() {
      return ready().library;
    },
    get ownRules() {
      return ready().ownRules;
    },
    get unknown() {
      return loaded?.unknown;
    },
    count: text => ready().count(text),
    get countAll() {
      return loaded?.countAll;
    },
    additive: (left, right) => ready().additive(left, right),
    libraryCount: text => ready().libraryCount(text),
    prepare: async () => {
      loaded ??= await kind.load(path);
    },
    close: () => loaded?.close(),
  };
}

/**
 * The kind of a tokenizer, and what names it.
 *
 * @throws KeychainError USAGE for an unknown type or a missing path
 */
export function kindOf(options: TokenizerOptions): { kind: TokenizerKind; path: string } {
  const { type } = options;
  if (!Object.hasOwn(TOKENIZERS, type)) {
    const way = REFUSED_TOKENIZERS[type] ?? `allowed: ${namesOf(TOKENIZERS).join(', ')}`;
    throw new KeychainError('USAGE', `there is no tokenizer of type ${type}; ${way}`);
  }
  const kind: TokenizerKind = TOKENIZERS[type];
  const path = options.path ?? kind.path.default;
  if (path !== undefined) return { kind, path };
  throw new KeychainError('USAGE', `a tokenizer of type ${type} needs a path: ${kind.path.help}`);
}
