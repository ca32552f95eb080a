import type { Corpus } from '../corpus/open.js';
import { drawOtherQuestions } from '../corpus/other-questions.js';
import { flatten } from '../prompt/flatten.js';
import type { RenderedPair } from '../prompt/insertion.js';
import { keyedRandom } from '../random.js';
import type { Pair } from '../records/sample.js';
import { checkKeySpace } from './check.js';
import { freshKeys } from './keys.js';
import type { ChainOptions } from './options.js';
import { type Chain, linkChain } from './shape.js';

/** The chains of one sample, before they stand anywhere. */
export interface ChainPlan {
  /** The true chain first. */
  chains: Chain[];
  /** The pairs of each chain, ready to be inserted. */
  renderedPairs: RenderedPair[][];
  /** The first key of the true chain. */
  head: string;
  /** The questions in which the other chains end, in their order. */
  distractQuestions: string[];
  /** True if the dataset has too few other questions for all the chains asked for. */
  isShort: boolean;
}

/** What a plan is made for. */
export interface PlanKey {
  seed: number;
  dataset: string;
  questionId: string;
  question: string;
  maxSeqLength: number;
  /** Whether questions stand in the pairs with their white space squeezed. */
  flat: boolean;
}

/**
 * Plans the chains of one sample: depends on its key, the options and the corpus's questions.
 *
 * @throws KeychainError USAGE if the key format has too few keys for so many chains
 */
export function planChains(
  { seed, dataset, questionId, question, maxSeqLength, flat }: PlanKey,
  options: ChainOptions,
  corpus: Corpus,
  renderPair: (pair: Pair) => RenderedPair,
): ChainPlan {
  const key = [seed, dataset, questionId, maxSeqLength];
  const wording = flat ? flatten : (text: string) => text;
  const random = keyedRandom(...key, 'chain');
  const wanted = options.chains(maxSeqLength) - 1;
  checkKeySpace(options, wanted + 1);
  // A chain that ends in what reads as a key would seem to go on.
  const isFit = (text: string): boolean => !options.keyFormat.pattern.test(wording(text));
  const others = drawOtherQuestions(corpus, { question, isFit }, wanted, ...key);
  const distractQuestions = others.map(wording);
  const ends = [wording(question), ...distractQuestions];
  // A question that reads as a key would lead on if there were such a key.
  const freshKey = freshKeys(options.keyFormat, random, ends);
  const chains = ends.map(end => linkChain(end, options, freshKey, random.below));
  return {
    chains,
    renderedPairs: chains.map(({ pairs }) => pairs.map(renderPair)),
    head: chains[0]!.path[0]!,
    distractQuestions,
    isShort: distractQuestions.length < wanted,
  };
}
