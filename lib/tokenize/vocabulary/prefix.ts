import type { Prefix } from '../counting/piece-counter.js';
import type { Component, TokenizerJson } from './tokenizer-json.js';

/** What SentencePiece writes for a blank. */
const BLOCK = '\u2581';

/** What is put before text; see `PieceCounter`. */
interface Prefixed {
  prefix: Prefix;
  doubles: boolean;
}

/**
 * Tells a normalizer and a pre-tokenizer that do no more than write blanks as SentencePiece does, and
 * put one before the text: `Replace` behind `Prepend`, or alone, as of Llama 2 and Gemma; `Metaspace`
 * that does not split, as of later files. Undefined for any other.
 */
export function prefixOf(json: TokenizerJson): Prefixed | undefined {
  const { normalizer, pre_tokenizer: pretokenizer } = json;
  const steps = stepsOf(normalizer ?? null);
  const [first, ...others] = steps;
  if (first === undefined) return pretokenizer ? ofMetaspace(pretokenizer) : undefined;
  if (!findsNothing(pretokenizer ?? null)) return undefined;
  const prepends = first.type === 'Prepend' && first.prepend === BLOCK;
  const [replace, ...further] = prepends ? others : steps;
  if (further.length > 0 || !isReplace(replace)) return undefined;
  return { prefix: prepends ? 'always' : 'never', doubles: true };
}

const stepsOf = (normalizer: Component | null): Component[] => {
  if (normalizer === null) return [];
  return normalizer.type === 'Sequence' ? (normalizer.normalizers ?? []) : [normalizer];
};

const isReplace = (step: Component | undefined): boolean =>
  step?.type === 'Replace' && step.pattern?.String === ' ' && step.content === BLOCK;

/** Splitting at blanks does nothing once they are written otherwise. */
const findsNothing = (pretokenizer: Component | null): boolean =>
  pretokenizer === null ||
  (pretokenizer.type === 'Split' &&
    pretokenizer.pattern?.String === ' ' &&
    pretokenizer.invert === false);

function ofMetaspace(pretokenizer: Component): Prefixed | undefined {
  const { type, replacement, prepend_scheme: prefix, split, add_prefix_space } = pretokenizer;
  if (type !== 'Metaspace' || replacement !== BLOCK || split !== false) return undefined;
  if (add_prefix_space !== undefined) return undefined;
  if (prefix !== 'always' && prefix !== 'first' && prefix !== 'never') return undefined;
  return { prefix, doubles: false };
}
