import { cl100k } from './cl100k.js';
import { deepseek } from './deepseek.js';
import { gpt2 } from './gpt2.js';
import { o200k } from './o200k.js';
import type { Pretokenizer } from './pretokenizer.js';
import { numbers, ranges, runs } from './runs.js';

/** GPT-2's expression, which the pre-tokenizer `ByteLevel` brings along by itself. */
export const GPT2_PATTERN =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const CL100K_HEAD = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?";
const CL100K_TAIL = '+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

function o200kPattern(contraction: string, digits: string): string {
  const capitals = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
  const small = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
  const sign = '[^\\r\\n\\p{L}\\p{N}]?';
  return `${sign}${capitals}*${small}+${contraction}|${sign}${capitals}+${small}*${contraction}|\\p{N}${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
}

/** Expressions that match every character. */
const families = new Map<string, () => Pretokenizer>([
  [GPT2_PATTERN, () => gpt2],
  // cl100k, Llama 3
  [`${CL100K_HEAD}\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]${CL100K_TAIL}`, () => cl100k(3)],
  // Qwen 2, 2.5, 3
  [`${CL100K_HEAD}\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]${CL100K_TAIL}`, () => cl100k(1)],
  // Qwen 3.5
  [
    `${CL100K_HEAD}[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]${CL100K_TAIL}`,
    () => cl100k(1, true),
  ],
  // o200k, gpt-oss
  [o200kPattern("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", '{1,3}'), () => o200k(3, true)],
  // Tekken: Mistral Nemo
  [o200kPattern('', ''), () => o200k(1, false)],
]);

const parts = new Map<string, () => Pretokenizer>([
  ['\\p{N}', () => runs(numbers(), 1)],
  ['\\p{N}{1,3}', () => runs(numbers(), 3)],
  ['\\p{N}+', () => runs(numbers(), Number.POSITIVE_INFINITY)],
  // DeepSeek V3, the second and the third
  [
    '[一-龥\u3040-ゟ゠-ヿ]+',
    () => runs(ranges(['\u3040', 'ヿ'], ['一', '龥']), Number.POSITIVE_INFINITY),
  ],
  [
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+',
    deepseek,
  ],
]);

/** The rules that a regular expression stands for, if they are known, word for word. */
export function familyOf(pattern: string): Pretokenizer | undefined {
  return families.get(pattern)?.();
}

/** The same for expressions that do not match all text: what lies between is a pre-token, too. */
export function partOf(pattern: string): Pretokenizer | undefined {
  return parts.get(pattern)?.();
}
