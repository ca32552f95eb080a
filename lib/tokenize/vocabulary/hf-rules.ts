import { Counter } from '../counting/counter.js';
import { pairMerges } from '../counting/pair-merges.js';
import { PieceCounter } from '../counting/piece-counter.js';
import { pieceMerges } from '../counting/piece-merges.js';
import { familyOf, GPT2_PATTERN } from '../splitting/families.js';
import type { Pretokenizer } from '../splitting/pretokenizer.js';
import { prefixOf } from './prefix.js';
import type { Component, TokenizerJson } from './tokenizer-json.js';

/** What counts, or which part of the file has no rules here. */
type Known = Counter | PieceCounter | string;

/**
 * A counter for a `tokenizer.json` whose every rule is known here: byte-level BPE behind one of the
 * known regular expressions, with text as it is or in normalization form C; and SentencePiece's BPE
 * with `byte_fallback`. For any other, the part that is not known, in words.
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
  return model.byte_fallback ? pieceCounterOf(json) : byteCounterOf(json);
}

function byteCounterOf(json: TokenizerJson): Known {
  const { added_tokens: added = [], normalizer = null, pre_tokenizer: pretokenizer } = json;
  const normalizes = normalizer?.type === 'NFC';
  if (!normalizes && normalizer !== null) return `its normalizer ${namesOf(normalizer)}`;
  const rules = rulesOf(pretokenizer ?? null);
  if (rules === undefined) return `its pre-tokenizer ${namesOf(pretokenizer)}`;
  const merges = pairMerges(json);
  if (merges === null) return 'its vocabulary, which is not of all bytes and what they merge to';
  return new Counter({
    rules,
    merges,
    normalizes,
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

function rulesOf(pretokenizer: Component | null): Pretokenizer | undefined {
  if (pretokenizer?.type === 'ByteLevel') {
    return pretokenizer.add_prefix_space === false && pretokenizer.use_regex !== false
      ? familyOf(GPT2_PATTERN)
      : undefined;
  }
  if (pretokenizer?.type !== 'Sequence' || pretokenizer.pretokenizers?.length !== 2)
    return undefined;
  const [split, bytes] = pretokenizer.pretokenizers;
  return keepsAll(split!) && isBytesOnly(bytes!)
    ? familyOf(split!.pattern?.Regex ?? '')
    : undefined;
}

/** The known expressions match every character, so what lies between matches never matters. */
function keepsAll(split: Component): boolean {
  if (split.type !== 'Split') return false;
  return split.behavior === 'Isolated' || (split.behavior === 'Removed' && split.invert === true);
}

function isBytesOnly(component: Component): boolean {
  return (
    component.type === 'ByteLevel' &&
    component.add_prefix_space === false &&
    component.use_regex === false
  );
}
