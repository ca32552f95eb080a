import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { nearest } from '../values/nearest.js';

/** Encodings of `@dqbd/tiktoken`: nothing to download. */
export const ENCODINGS = [
  'cl100k_base',
  'o200k_base',
  'p50k_base',
  'p50k_edit',
  'r50k_base',
  'gpt2',
] as const;

/** An encoding as `@dqbd/tiktoken` ships it. */
export interface Encoder {
  bpe_ranks: string;
  pat_str: string;
  special_tokens: Record<string, number>;
}

const require = createRequire(import.meta.url);

/** The file of an encoding that there is. */
export const fileOf = (name: string): string =>
  require.resolve(`@dqbd/tiktoken/encoders/${name}.json`);

/** @throws KeychainError USAGE if there is no such encoding */
export async function readEncoder(name: string): Promise<Encoder> {
  if (!ENCODINGS.some(encoding => encoding === name)) throw unknownEncoding(name);
  return parseEncoder(await readFile(fileOf(name), 'utf8'));
}

/** Who an encoding is: its name, and the digest of its ranks. */
export const identityOf = (name: string, { bpe_ranks: ranks }: Encoder): TokenizerIdentity => ({
  type: 'openai',
  name,
  sha256: createHash('sha256').update(ranks).digest('hex'),
});

export function parseEncoder(json: string): Encoder {
  return JSON.parse(json) as Encoder;
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
