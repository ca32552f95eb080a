import type { TokenizerIdentity } from '../records/sample.js';

/** What the length check needs of a tokenizer; every tokenizer of this package fits. */
export interface TokenCounter {
  readonly identity: TokenizerIdentity;
  /** Tokens of `text`, no special tokens added. */
  count(text: string): number;
  /** Whether `count` counts by rules of our own. If not, nothing is counted another way. */
  readonly ownRules?: boolean;
  /** What people call the library whose counts these are. */
  readonly library?: string;
  /** The same number from that library, by another way than `count` under rules of our own. */
  libraryCount?(text: string): number;
}

/** The chat template of samples that were counted in one. */
export interface ChatRenderer {
  /** SHA-256 of the template. */
  readonly sha256: string;
  /** The whole conversation of a prompt, up to where the model goes on. */
  render(asked: { system: string; date: string; kwargs: string }, prompt: string): string;
}

export interface CorpusPassage {
  title: string;
  text: string;
  /**
   * Offsets in `text` (UTF-16 units) of the blanks at which one of the dataset's sentences ended.
   * Undefined where the dataset has no sentences of its own.
   */
  bounds?: number[] | undefined;
}

export interface CorpusQuestion {
  question: string;
  answers: string[];
  passages: { id: string; supporting: boolean }[];
}

/** The dataset's own texts, by id. */
export interface CorpusTexts {
  passage(id: string): CorpusPassage | undefined;
  /** Of one dataset, as two of them may call a question the same. */
  question(id: string, dataset: string): CorpusQuestion | undefined;
  /** Those of one text, for samples that name no id. */
  questionsByText?(text: string): CorpusQuestion[];
}

/** What samples of others do not say of their budget. */
export interface ForeignTerms {
  /** Tokens; undefined where nobody has named a budget. */
  maxSeqLength: number | undefined;
  /** Tokens of the budget that are left for the answer. */
  tokensToGenerate: number;
}

/** What samples are held against; what is missing cannot be checked, and the report says so. */
export interface VerifySources {
  /** Undefined: lengths cannot be counted again. */
  tokenizer?: TokenCounter | undefined;
  /**
   * Called for the first sample that stands in a conversation.
   *
   * @throws KeychainError where there is no template
   */
  chat?: (() => ChatRenderer | undefined) | undefined;
  /** Undefined: texts, answers and the dataset's sentence bounds cannot be checked. */
  corpus?: CorpusTexts | undefined;
  /** Of samples without `meta`. Default: no budget is known, and 128 tokens are for the answer. */
  foreign?: ForeignTerms | undefined;
}
