import { type Kind, ValueError } from '../values/kind.js';
import { keyTokens } from './keys.js';
import { pairsPerChain, type ShapeOptions } from './shape.js';

/**
 * How many chains a sample gets: a fixed number, so many per 1,024 tokens of the budget, or (`auto`)
 * one per 1,024, but no more than a share of the budget holds.
 */
export type ChainCount = { fixed: number } | { per1024: number } | 'auto';

/** What one chain is like, as far as it tells how long it is. */
export interface ChainSize extends ShapeOptions {
  /** Name of the key format. */
  keyFormat: string;
}

/** Share of the budget that chains may take under `auto`. */
const AUTO_SHARE = 1 / 4;
/** Tokens of a pair but for its two texts, and of the question in which a chain ends. */
const PAIR_TOKENS = 7;
const QUESTION_TOKENS = 24;

/**
 * Number of chains, the true one included, at a budget (tokens); 1 at least, unless none are asked
 * for. The same whatever the tokenizer, since files are named by it: how many tokens a pair takes
 * is estimated.
 */
export function chainsAt(count: ChainCount, maxSeqLength: number, size: ChainSize): number {
  if (count !== 'auto') {
    return 'fixed' in count ? count.fixed : atLeastOne(per1024Of(maxSeqLength, count.per1024));
  }
  const room = (maxSeqLength * AUTO_SHARE) / chainTokens(size);
  return atLeastOne(Math.min(maxSeqLength / 1024, room));
}

/**
 * The whole part of budget times X by 1,024, X being the decimal number that it is written as: in
 * floating point 0.29 of 102,400 would be 28, and the file's name would say so.
 */
function per1024Of(maxSeqLength: number, per1024: number): number {
  const [digits = '', exponent] = per1024.toExponential().split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const power = Number(exponent) - fraction.length;
  const product =
    BigInt(maxSeqLength) * BigInt(whole + fraction) * 10n ** BigInt(Math.max(power, 0));
  return Number(product / (1024n * 10n ** BigInt(Math.max(-power, 0))));
}

const atLeastOne = (count: number): number => Math.max(1, Math.floor(count));

/** Tokens that one chain takes, about. */
const chainTokens = (size: ChainSize): number =>
  pairsPerChain(size) * (PAIR_TOKENS + 2 * keyTokens(size.keyFormat)) + QUESTION_TOKENS;

/** A number, `auto`, or `X-per-1024`, X being a fraction too. */
export const chainCount: Kind<ChainCount> = {
  placeholder: 'N|auto|X-per-1024',
  read: text => {
    if (text === 'auto') return 'auto';
    if (/^\d+$/.test(text)) return { fixed: Number(text) };
    const per1024 = Number(/^(\d*\.?\d+(?:e[+-]?\d+)?)-per-1024$/.exec(text)?.[1]);
    if (per1024 > 0 && Number.isFinite(per1024)) return { per1024 };
    throw new ValueError(
      'allowed are a number, auto, or X-per-1024 with X above 0, like 4-per-1024 or 0.5-per-1024',
    );
  },
  write: count => {
    if (count === 'auto') return count;
    return 'fixed' in count ? `${count.fixed}` : `${count.per1024}-per-1024`;
  },
  schema: { type: ['integer', 'string'] },
};
