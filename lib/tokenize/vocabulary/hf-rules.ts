import { Counter } from '../counting/counter.js';
import { pairMerges } from '../counting/pair-merges.js';
import { PieceCounter } from '../counting/piece-counter.js';
import { pieceMerges } from '../counting/piece-merges.js';
import { familyOf, GPT2_PATTERN, partOf } from '../splitting/families.js';
import type { Pretokenizer } from '../splitting/pretokenizer.js';
import { numeric, runs } from '../splitting/runs.js';
import { prefixOf } from './prefix.js';
import type { AddedToken, Component, TokenizerJson } from './tokenizer-json.js';

/** What counts, or which part of the file has no rules here. */
type Known = Counter | PieceCounter | string;

/**
 * A counter for a `tokenizer.json` whose every rule is known here: byte-level BPE behind known
 * regular expressions and `Digits`, with text as it is or in normalization form C; and SentencePiece's
 * BPE with `byte_fallback`. For any other, the part that is not known, in words.
 *
 * @throws SyntaxError if vocabulary or merges are malformed
 */
export function counterOf(json: TokenizerJson): Known {
  const { model } = json;
  if (model.type !== 'BPE') return `its model ${model.type ?? 'without a type'}`;
  if (model.continuing_subword_prefix) return 'its continuing_subword_prefix';
  if (model.end_of_word_suffix) return 'its end_of_word_suffix';
  const wide = json.added_tokens?.find(token => token.lstrip || token.rstrip || token.single_word);
  if (wide) return `its added token ${wide.content} with lstrip, rstrip or single_word`;
  const twice = contradicted(json.added_tokens ?? []);
  if (twice) return `its added token ${twice.content}, which is there twice`;
  return model.byte_fallback ? pieceCounterOf(json) : byteCounterOf(json);
}

/** A token that is there as one to be looked for before normalization, and as one for after it. */
function contradicted(added: readonly AddedToken[]): AddedToken | undefined {
  const normalized = new Set(added.flatMap(token => (token.normalized ? [token.content] : [])));
  return added.find(token => !token.normalized && normalized.has(token.content));
}

function byteCounterOf(json: TokenizerJson): Known {
  const { added_tokens: added = [], normalizer = null, pre_tokenizer: pretokenizer } = json;
  const normalizes = normalizer?.type === 'NFC';
  if (!normalizes && !doesNothing(normalizer)) return `its normalizer ${namesOf(normalizer)}`;
  const steps = cutting(pretokenizer ?? null);
  const rules = rulesOf(steps);
  if (rules === undefined) return `its pre-tokenizer ${namesOf(pretokenizer)}`;
  const merges = pairMerges(json);
  if (merges === null) return 'its vocabulary, which is not of all bytes and what they merge to';
  return new Counter({
    rules,
    merges,
    normalizes,
    prefixes: steps.at(-1)?.add_prefix_space === true,
    added: added.filter(token => !token.normalized).map(token => token.content),
    addedNormalized: added.filter(token => token.normalized).map(token => token.content),
  });
}

function pieceCounterOf(json: TokenizerJson): Known {
  const { added_tokens: added = [], model, normalizer, pre_tokenizer: pretokenizer } = json;
  const prefixed = prefixOf(json);
  if (prefixed === undefined) {
    return `its normalizer ${namesOf(normalizer)} with the pre-tokenizer ${namesOf(pretokenizer)}`;
  }
  if (model.ignore_merges) return 'its ignore_merges with byte_fallback';
  const normalized = added.find(token => token.normalized);
  if (normalized) return `its added token ${normalized.content} that is normalized`;
  const merges = pieceMerges(json);
  if (merges === null) return 'its vocabulary, which lacks a byte or what a merge makes';
  return new PieceCounter({ ...prefixed, merges, added: added.map(token => token.content) });
}

/** Types of a normalizer or pre-tokenizer and of its steps. */
function namesOf(component: Component | null | undefined): string {
  if (!component) return 'none';
  const steps = component.normalizers ?? component.pretokenizers;
  return steps ? `of ${steps.map(({ type }) => type).join(', ') || 'nothing'}` : component.type;
}

const doesNothing = (normalizer: Component | null): boolean =>
  normalizer === null || (normalizer.type === 'Sequence' && normalizer.normalizers?.length === 0);

/** What cuts text, one after the other. */
function cutting(pretokenizer: Component | null): Component[] {
  if (pretokenizer === null) return [];
  return pretokenizer.type === 'Sequence' ? (pretokenizer.pretokenizers ?? []) : [pretokenizer];
}

/** Rules for all, before and in the `ByteLevel` that comes last. */
function rulesOf(steps: readonly Component[]): Pretokenizer[] | undefined {
  const bytes = steps.at(-1);
  if (bytes?.type !== 'ByteLevel' || typeof bytes.add_prefix_space !== 'boolean') return undefined;
  // Behind others, it puts a blank before every piece.
  if (bytes.add_prefix_space && steps.length > 1) return undefined;
  const cuts = steps.slice(0, -1).map(ruleOf);
  if (bytes.use_regex !== false) cuts.push(familyOf(GPT2_PATTERN));
  const known = cuts.filter(rule => rule !== undefined);
  return known.length > 0 && known.length === cuts.length ? known : undefined;
}

function ruleOf(step: Component): Pretokenizer | undefined {
  if (step.type === 'Digits') return digitsOf(step);
  if (step.type !== 'Split') return undefined;
  const pattern = step.pattern?.Regex ?? '';
  if (step.behavior === 'Isolated') return familyOf(pattern) ?? partOf(pattern);
  // What is removed lies between matches: nothing, where every character is matched.
  return step.behavior === 'Removed' && step.invert === true ? familyOf(pattern) : undefined;
}

function digitsOf({ individual_digits: individual }: Component): Pretokenizer | undefined {
  if (typeof individual !== 'boolean') return undefined;
  return runs(numeric(), individual ? 1 : Number.POSITIVE_INFINITY);
}
