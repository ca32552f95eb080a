import { Counter } from '../counting/counter.js';
import { pairMerges } from '../counting/pair-merges.js';
import { PieceCounter } from '../counting/piece-counter.js';
import { pieceMerges } from '../counting/piece-merges.js';
import { familyOf, GPT2_PATTERN } from '../splitting/families.js';
import type { Pretokenizer } from '../splitting/pretokenizer.js';
import { prefixOf } from './prefix.js';
import type { Component, Model, TokenizerJson } from './tokenizer-json.js';

/**
 * A counter for a `tokenizer.json` whose every rule is known here: byte-level BPE behind one of the
 * known regular expressions, with text as it is or in normalization form C; and SentencePiece's BPE
 * with `byte_fallback`. Null for any other.
 *
 * @throws SyntaxError if vocabulary or merges are malformed
 */
export function counterOf(json: TokenizerJson): Counter | PieceCounter | null {
  return json.model.byte_fallback ? pieceCounterOf(json) : byteCounterOf(json);
}

function byteCounterOf(json: TokenizerJson): Counter | null {
  const { added_tokens: added = [], model, normalizer = null, pre_tokenizer: pretokenizer } = json;
  const rules = rulesOf(pretokenizer ?? null);
  const normalizes = isNfc(normalizer);
  if (rules === undefined || !isPlainBpe(model)) return null;
  if (!normalizes && normalizer !== null) return null;
  if (added.some(token => token.lstrip || token.rstrip || token.single_word)) return null;
  const merges = pairMerges(json);
  if (merges === null) return null;
  return new Counter({
    rules,
    merges,
    normalizes,
    added: added.filter(token => !token.normalized).map(token => token.content),
    addedNormalized: added.filter(token => token.normalized).map(token => token.content),
  });
}

function pieceCounterOf(json: TokenizerJson): PieceCounter | null {
  const { added_tokens: added = [], model } = json;
  const prefixed = prefixOf(json);
  if (prefixed === undefined || !isPlainBpe(model) || model.ignore_merges) return null;
  if (added.some(token => token.lstrip || token.rstrip || token.single_word || token.normalized))
    return null;
  const merges = pieceMerges(json);
  if (merges === null) return null;
  return new PieceCounter({ ...prefixed, merges, added: added.map(token => token.content) });
}

function isPlainBpe(model: Model): boolean {
  return (
    model.type === 'BPE' &&
    !model.dropout &&
    !model.continuing_subword_prefix &&
    !model.end_of_word_suffix
  );
}

function isNfc(normalizer: Component | null): boolean {
  return normalizer?.type === 'NFC';
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
