import { cl100k } from './cl100k.js';
import { gpt2 } from './gpt2.js';
import { o200k } from './o200k.js';
import type { Pretokenizer } from './pretokenizer.js';

/** GPT-2's expression, which the pre-tokenizer `ByteLevel` brings along by itself. */
export const GPT2_PATTERN =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const CL100K_HEAD = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?";
const CL100K_TAIL = '+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

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
  [
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    () => o200k,
  ],
]);

/** The rules that a regular expression stands for, if they are known, word for word. */
export function familyOf(pattern: string): Pretokenizer | undefined {
  return families.get(pattern)?.();
}
