import { JsonCursor } from './json-cursor.js';

/**
 * The parts of a Hugging Face `tokenizer.json` that decide how text is counted. The large ones,
 * vocabulary and merges, stay in the file's bytes, to be read from there.
 */
export interface TokenizerJson {
  added_tokens?: AddedToken[];
  normalizer?: Component | null;
  pre_tokenizer?: Component | null;
  model: Model;
  bytes: Buffer;
  /** Offset of the object `model.vocab`, or -1. */
  vocab: number;
  /** Offset of the array `model.merges`, or -1. */
  merges: number;
}

export interface AddedToken {
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
}

/** A normalizer or pre-tokenizer; the other fields depend on `type`. */
export interface Component {
  type: string;
  pretokenizers?: Component[];
  normalizers?: Component[];
  pattern?: { Regex?: string; String?: string };
  behavior?: string;
  invert?: boolean;
  add_prefix_space?: boolean;
  use_regex?: boolean;
  individual_digits?: boolean;
  content?: string;
  prepend?: string;
  replacement?: string;
  prepend_scheme?: string;
  split?: boolean;
}

export interface Model {
  type?: string;
  dropout?: number | null;
  continuing_subword_prefix?: string | null;
  end_of_word_suffix?: string | null;
  byte_fallback?: boolean;
  ignore_merges?: boolean;
}

/**
 * Reads a `tokenizer.json`, except for the large parts.
 *
 * @throws SyntaxError if it is not JSON
 * @throws TypeError if it has no model
 */
export function readTokenizerJson(bytes: Buffer): TokenizerJson {
  const large: { start: number; end: number; empty: string }[] = [];
  const offsets = { vocab: -1, merges: -1 };
  const cursor = new JsonCursor(bytes);
  const leaveOut = (key: 'vocab' | 'merges', empty: string): void => {
    offsets[key] = cursor.at;
    cursor.skip();
    large.push({ start: offsets[key], end: cursor.at, empty });
  };
  cursor.object(key => {
    if (key !== 'model' || cursor.peek() !== 0x7b) return cursor.skip();
    cursor.object(part => {
      const first = cursor.peek();
      if (part === 'vocab' && first === 0x7b) leaveOut('vocab', '{}');
      else if (part === 'merges' && first === 0x5b) leaveOut('merges', '[]');
      else cursor.skip();
    });
  });
  let rest = '';
  let at = 0;
  for (const { start, end, empty } of large) {
    rest += bytes.toString('utf8', at, start) + empty;
    at = end;
  }
  const json = JSON.parse(rest + bytes.toString('utf8', at)) as { model?: Model | null };
  if (typeof json.model !== 'object' || json.model === null) throw new TypeError('it has no model');
  return { ...json, model: json.model, bytes, ...offsets };
}

/** Whether the parts that are looked at have the shapes that they are declared with. */
export function isWellFormed({ added_tokens, normalizer, pre_tokenizer }: TokenizerJson): boolean {
  const added: unknown = added_tokens ?? [];
  return (
    Array.isArray(added) &&
    added.every(token => isObject(token) && typeof token.content === 'string') &&
    isComponent(normalizer) &&
    isComponent(pre_tokenizer)
  );
}

function isComponent(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (!isObject(value) || typeof value.type !== 'string') return false;
  const { pattern = {}, pretokenizers = [], normalizers = [] } = value;
  return (
    isObject(pattern) &&
    [pretokenizers, normalizers].every(
      parts => Array.isArray(parts) && parts.every(part => isObject(part) && isComponent(part)),
    )
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
