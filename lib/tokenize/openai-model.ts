import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { KeychainError } from '../errors.js';
import { Counter } from './counting/counter.js';
import type { Merges } from './counting/merges.js';
import { rankMerges } from './counting/rank-merges.js';
import { type Library, ModelTokenizer } from './model-tokenizer.js';
import { type Encoder, fileOf, identityOf, parseEncoder, readEncoder } from './openai-encoder.js';
import { familyOf } from './splitting/families.js';
import type { Tokenizer } from './tokenizer.js';

const require = createRequire(import.meta.url);

/**
 * Loads an encoding of OpenAI's tiktoken; counts are those of `encode_ordinary`, to which the names
 * of special tokens are text.
 *
 * @throws KeychainError USAGE if there is no such encoding
 */
export async function loadOpenai(name: string): Promise<Tokenizer> {
  const encoder = await readEncoder(name);
  const { bpe_ranks: ranks, pat_str: pattern } = encoder;
  const rules = familyOf(pattern);
  return new ModelTokenizer({
    identity: identityOf(name, encoder),
    counter:
      rules === undefined ? null : new Counter({ rules: [rules], merges: mergesOf(name, ranks) }),
    library: 'tiktoken',
    open: () => openLibrary(parseEncoder(readFileSync(fileOf(name), 'utf8'))),
  });
}

/** By encoding, for as long as somebody counts with it. */
const inUse = new Map<string, WeakRef<Merges>>();

/** A table takes 80 ms to make, and a thread that indexes and then makes samples needs it twice. */
function mergesOf(name: string, ranks: string): Merges {
  const merges = inUse.get(name)?.deref() ?? rankMerges(ranks);
  inUse.set(name, new WeakRef(merges));
  return merges;
}

function openLibrary(encoder: Encoder): Library {
  const { Tiktoken } = require('@dqbd/tiktoken/lite') as typeof import('@dqbd/tiktoken/lite');
  const { bpe_ranks: ranks, special_tokens: special, pat_str: pattern } = encoder;
  const tiktoken = new Tiktoken(ranks, special, pattern);
  return {
    count: text => {
      refuseLongWord(text);
      return tiktoken.encode_ordinary(text).length;
    },
    free: () => tiktoken.free(),
  };
}

/** In UTF-16 units: such a word takes tiktoken 2 s, one twice as long four times as much. */
const LONGEST_WORD = 50_000;

function refuseLongWord(text: string): void {
  for (const [run] of text.matchAll(/\S+|\s+/g)) {
    if (run.length <= LONGEST_WORD) continue;
    const what = `${run.length} characters between which no word ends`;
    throw new KeychainError(
      'TOKENIZER_UNUSABLE',
      `tiktoken is not asked about ${what}, which may take it minutes; at most ${LONGEST_WORD}`,
    );
  }
}
