import type { TokenizerIdentity } from '../records/sample.js';
import type { Tokenizer } from './tokenizer.js';

/**
 * A kind of tokenizer: one file, and one row in the registry. One whose library counts
 * asynchronously makes its `load` with `loadBeside`.
 */
export interface TokenizerKind {
  /** What it is, for `--help`. */
  readonly help: string;
  /** What `--tokenizer-path` means to it. */
  readonly path: {
    /** What `--help` calls it, such as `DIR|FILE`. */
    readonly placeholder: string;
    /** What it names, such as `the encoding`. */
    readonly help: string;
    /** What a model's folder calls it, where it names a file or the folder of one. */
    readonly file?: string;
    /** What else of that folder is read, as far as it is there. */
    readonly beside?: readonly string[];
    /** Missing where one has to be named. */
    readonly default?: string;
    /** All that is allowed, where that is a few words. */
    readonly words?: readonly string[];
  };
  /**
   * The folder that has the model's own chat template, where names of special tokens count as the
   * tokens that they are; missing where they are text.
   */
  modelFolder?(path: string): string;
  /**
   * What {@link load} would give as identity, without the time that loading takes; without it, one
   * is loaded to know.
   *
   * @throws KeychainError as `load`, for what is found out so far
   */
  identify?(path: string): Promise<TokenizerIdentity>;
  /**
   * Loads one; its identity has the kind's name in the registry as its type.
   *
   * @throws KeychainError USAGE if there is none of that name
   * @throws KeychainError TOKENIZER_UNUSABLE if its file is missing or broken
   */
  load(path: string): Promise<Tokenizer>;
}
