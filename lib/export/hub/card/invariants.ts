import { type CardData, isChained } from './card-data.js';
import { list } from './markdown.js';

const ALL = [
  '`length` (the tokens of the whole final prompt, and those left for the answer) is exact and never above the budget of its config.',
  'Every passage that the answer needs is there, whole and once; no other passage has its title, unless they are paragraphs of one article; the question stands in no passage.',
  'The same inputs, settings, seed and version give the same lines on every machine.',
  'A sample for which its dataset was too small says so in `meta.warnings`.',
];

const CHAINED = [
  'Following the pairs from `chain_head_with_question` leads to exactly `input`, after `meta.hops` pairs; no other chain ends in the same question.',
  'Pairs stand between sentences, titles and passages, never inside a word, a number or a title.',
];

/** What holds for every sample as it was written; what a user has changed since, nobody knows. */
export const invariants = (card: CardData): string =>
  list(isChained(card) ? [...ALL, ...CHAINED] : ALL);
