import type { PlacedNeedle } from './needle.js';

/** A passage inside a sample between `fill` and the writer, which drops it. */
export interface SamplePassage {
  /** First 16 hex digits of SHA-256(`title\ntext`). */
  id: string;
  title: string;
  text: string;
  supporting: boolean;
  /** Offsets into `text` (UTF-16 units) of the blanks at which a sentence has ended. */
  bounds: number[];
  /** Tokens of `title\ntext\n\n` on its own. */
  tokens: number;
  /**
   * For fillers only: position in the draw permutation, negative for siblings of an article, which
   * come first. The last drawn is dropped first.
   */
  drawn?: number | undefined;
}

/** A passage of the corpus that a sample was filled from, by which it is found again. */
export interface PassageNumber {
  /** Into the corpus that `meta.corpus` names. */
  number: number;
  /** As {@link SamplePassage.drawn}. */
  drawn?: number | undefined;
}

export const SHAPES = ['chain', 'tree', 'full-tree'] as const;
export type Shape = (typeof SHAPES)[number];

export const HOP_ORDERS = ['random', 'forward', 'backward'] as const;
export type HopOrder = (typeof HOP_ORDERS)[number];

/** One inserted pair: `[key, value]`. */
export type Pair = [key: string, value: string];

export interface TokenizerIdentity {
  /** The kind of tokenizer, as `--tokenizer-type` has it. */
  type: string;
  /** Encoding name, or the folder's name of a `tokenizer.json`. */
  name: string;
  /** Of the vocabulary's source: `tokenizer.json`, or the encoding's ranks. */
  sha256: string;
}

/** The chat template that a prompt is counted in, and what it was given; all empty for none. */
export interface ChatTemplateIdentity {
  /** Of the template's text. */
  sha256: string;
  /** What it was told of today, such as `2024-07-26`. */
  date: string;
  /** Further values, a JSON object. */
  kwargs: string;
}

/** What a sample says that stands in no conversation, and has no instruction of its own. */
export const NO_CHAT = {
  sample_system_prompt: '',
  sample_instruction: '',
  chat_template: { sha256: '', date: '', kwargs: '' },
} as const satisfies Partial<SampleMeta>;

/** A passage of a text that ends early in a context, at the end of a sentence. */
export interface CutPassage {
  /** The whole passage's id, which stands among those of the sample; empty where none is cut. */
  id: string;
  /** Unicode characters of its text that stand in the context. */
  characters: number;
}

/** What a sample says of which all passages are whole. */
export const NO_CUT: CutPassage = { id: '', characters: 0 };

/** The passage of a sample that ends early. */
export function cutOf(
  passages: readonly { id: string; characters?: number | undefined }[],
): CutPassage {
  const cut = passages.find(({ characters }) => characters !== undefined);
  return cut ? { id: cut.id, characters: cut.characters! } : NO_CUT;
}

/** What less there is in a sample than was asked for, since its dataset is too small. */
export interface Warnings {
  /** The passages that fit ran out before the budget. */
  corpus_too_small: boolean;
  /** There are fewer other questions than chains, or distractor questions, were asked for. */
  too_few_questions: boolean;
}

/** Whether a sample is marked: it holds less than was asked for. */
export const isMarked = ({ meta }: { meta: { warnings: Warnings } }): boolean =>
  Object.values(meta.warnings).includes(true);

/** What is needed to make a sample again and to check it. */
export interface SampleMeta {
  dataset: string;
  question_id: string;
  seed: number;
  tokenizer: TokenizerIdentity;
  /** The budget in tokens; 0 for none. */
  max_seq_length: number;
  tokens_to_generate: number;
  prompt_tokens: number;
  template: string;
  passage_format: string;
  remove_newline_tab: boolean;
  /** The system's message of the conversation that the prompt stands in; empty for none. */
  sample_system_prompt: string;
  /** What the prompt ends in, as a paragraph of its own; empty for none. */
  sample_instruction: string;
  chat_template: ChatTemplateIdentity;
  /** Key of the corpus: a digest of the inputs' content, the tokenizer and the corpus format. */
  corpus: string;
  passages: { id: string; supporting: boolean }[];
  /** The one of them that ends early. */
  cut: CutPassage;
  /** Where supporting passages stand; the parameters of every placement follow. */
  placement: string;
  sigma: number;
  clamp: number;
  version: string;
  /** What the dataset was too small for. */
  warnings: Warnings;
  chain_keys?: string[];
  chains?: Pair[][];
  hops?: number;
  key_format?: string;
  shape?: Shape;
  branching?: number;
  hop_order?: HopOrder;
  /** Of needles: how many keys there are, values of each, and keys that are asked for. */
  keys?: number;
  values?: number;
  queries?: number;
  /** What the values are, as `--value` has it. */
  value_kind?: string;
  /** How a needle is told: a sentence with `{key}` and `{value}`. */
  needle_format?: string;
  /** The keys that are asked for, in the order of the question. */
  asked?: string[];
  /** All needles, in the order of the context. */
  needles?: PlacedNeedle[];
}

/**
 * One output record, as this room's README describes it. Inside a pipeline its texts stay in
 * bytes until it is written.
 */
export interface Sample<Text = string, Passage extends SamplePassage = SamplePassage> {
  id: string;
  index: number;
  source_index: number;
  input: string;
  answers: string[];
  context?: Text;
  distractor_context?: Text;
  chain_head_with_question?: string;
  /** None where nothing asks for any. */
  distract_questions: string[];
  length: number;
  meta: SampleMeta;
  /** Between `fill` and the writer only. */
  passages?: Passage[];
  /** The same, where the corpus holds all of them: in the order of `meta.passages`. */
  passage_numbers?: PassageNumber[];
}
