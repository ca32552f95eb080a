import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { nearest } from '../values/nearest.js';
import { Counter } from './counting/counter.js';
import { rankMerges } from './counting/rank-merges.js';
import { type Library, ModelTokenizer } from './model-tokenizer.js';
import { familyOf } from './splitting/families.js';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerKind } from './tokenizer-kind.js';

/** Encodings of `@dqbd/tiktoken`: nothing to download. */
const ENCODINGS = [
  'cl100k_base',
  'o200k_base',
  'p50k_base',
  'p50k_edit',
  'r50k_base',
  'gpt2',
] as const;

/** An encoding as `@dqbd/tiktoken` ships it. */
interface Encoder {
  bpe_ranks: string;
  pat_str: string;
  special_tokens: Record<string, number>;
}

const require = createRequire(import.meta.url);

export const openai: TokenizerKind = {
  help: 'an encoding, nothing to download',
  path: {
    placeholder: 'NAME',
    help: 'the encoding',
    default: 'cl100k_base',
    words: ENCODINGS,
  },
  identify: async name => identityOf(name, await readEncoder(name)),
  load: loadOpenai,
};

/**
 * Loads an encoding of OpenAI's tiktoken; counts are those of `encode_ordinary`, to which the names
 * of special tokens are text.
 *
 * @throws KeychainError USAGE if there is no such encoding
 */
async function loadOpenai(name: string): Promise<Tokenizer> {
  const encoder = await readEncoder(name);
  const { bpe_ranks: ranks, pat_str: pattern } = encoder;
  const rules = familyOf(pattern);
  return new ModelTokenizer({
    identity: identityOf(name, encoder),
    counter:
      rules === undefined ? null : new Counter({ rules: [rules], merges: rankMerges(ranks) }),
    library: 'tiktoken',
    open: () => openLibrary(parseEncoder(readFileSync(fileOf(name), 'utf8'))),
  });
}

const fileOf = (name: string): string => require.resolve(`@dqbd/tiktoken/encoders/${name}.json`);

async function readEncoder(name: string): Promise<Encoder> {
  if (!ENCODINGS.some(encoding => encoding === name)) throw unknownEncoding(name);
  return parseEncoder(await readFile(fileOf(name), 'utf8'));
}

const identityOf = (name: string, { bpe_ranks: ranks }: Encoder): TokenizerIdentity => ({
  type: 'openai',
  name,
  sha256: createHash('sha256').update(ranks).digest('hex'),
});

function parseEncoder(json: string): Encoder {
  return JSON.parse(json) as Encoder;
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

function unknownEncoding(name: string): KeychainError {
  const near = nearest(name, ENCODINGS);
  const way = near === undefined ? otherType(name) : `; did you mean "${near}"?`;
  return new KeychainError(
    'USAGE',
    `unknown openai encoding "${name}"${way} Allowed: ${ENCODINGS.join(', ')}`,
  );
}

/** What names a file or a model is of another type, which is easily left out. */
function otherType(name: string): string {
  if (/\.model$/i.test(name)) return '; a SentencePiece .model is of --tokenizer-type nemo.';
  if (/[/\\]|\.json$/i.test(name)) {
    return '; a tokenizer.json, its folder or a model on the Hub is of --tokenizer-type hf.';
  }
  return '.';
}
