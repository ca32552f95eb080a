import { KeychainError } from '../errors.js';
import type { Example } from '../export/example.js';
import type { CountPrompt } from '../export/prompt-length.js';
import { type Fields, isFields } from '../records/fields.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { loadTokenizer } from '../tokenize/load.js';
import { TOKENIZERS } from '../tokenize/registry.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';

/** What has to be counted anew, for messages. */
export interface CountAsked {
  /** The option that asks for it. */
  asked: string;
  /** Whether it asks for what stands in the tokenizer's folder, too. */
  isOwnTemplate: boolean;
}

/**
 * Runs work that counts prompts with the tokenizers that samples were counted with. Samples name an
 * encoding of OpenAI's, which is here; of other tokenizers they do not tell the place.
 *
 * @param counterOf counts by a tokenizer
 * @throws (in counting) KeychainError USAGE for a sample whose tokenizer has to be named
 */
export async function withSamplesTokenizers<T>(
  asked: CountAsked,
  counterOf: (tokenizer: Tokenizer) => CountPrompt,
  work: (count: CountPrompt) => Promise<T>,
): Promise<T> {
  const known = new Map<string, { tokenizer: Tokenizer; count: CountPrompt }>();
  const count: CountPrompt = async example => {
    if (example.kind === 'trajectory') return undefined;
    const identity = identityOf(example);
    if (!identity || !isHere(identity) || asked.isOwnTemplate) throw unnamed(identity, asked);
    let counter = known.get(identity.name);
    if (!counter) {
      const tokenizer = await loadTokenizer({ type: 'openai', path: identity.name });
      counter = { tokenizer, count: counterOf(tokenizer) };
      known.set(identity.name, counter);
    }
    if (counter.tokenizer.identity.sha256 !== identity.sha256) throw unnamed(identity, asked);
    return counter.count(example);
  };
  try {
    return await work(count);
  } finally {
    for (const { tokenizer } of known.values()) tokenizer.close();
  }
}

/** Whether it is found by its name alone. */
const isHere = ({ type, name }: TokenizerIdentity): boolean =>
  type === 'openai' && TOKENIZERS.openai.path.words?.includes(name) === true;

function identityOf({ record: { meta } }: Example): TokenizerIdentity | undefined {
  const { type, name, sha256 }: Fields =
    isFields(meta) && isFields(meta.tokenizer) ? meta.tokenizer : {};
  const isWhole = [type, name, sha256].every(text => typeof text === 'string');
  return isWhole ? ({ type, name, sha256 } as TokenizerIdentity) : undefined;
}

function unnamed(
  identity: TokenizerIdentity | undefined,
  { asked, isOwnTemplate }: CountAsked,
): KeychainError {
  const which = identity
    ? `, and the samples were counted with ${identity.type} / ${identity.name} (${identity.sha256.slice(0, 12)})`
    : ', and a record does not say which has counted it';
  const what = isOwnTemplate
    ? 'auto: the template is that of a tokenizer'
    : 'a tokenizer has to count anew';
  return new KeychainError(
    'USAGE',
    `${asked} ${what}${which}: name the trainer's with --tokenizer-type and --tokenizer-path`,
  );
}
