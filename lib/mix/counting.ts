import { templateSourceOf } from '../assemble/chat.js';
import { withPromptCounter } from '../assemble/count-prompts.js';
import { fetchNamed } from '../download/named.js';
import { type CountPrompt, countAsMade } from '../export/prompt-length.js';
import type { TokenizerIdentity } from '../records/sample.js';
import type { Reporter } from '../reporter.js';
import type { Given } from '../settings/given.js';
import { presetValues } from '../settings/presets.js';
import { withIdentity } from '../tokenize/with-tokenizer.js';

/** What counts rows that nobody has counted. */
export interface Counting {
  count: CountPrompt;
  /** Missing where there is no tokenizer, and nothing is counted. */
  tokenizer?: TokenizerIdentity;
  /** SHA-256 of the chat template; missing where prompts are counted bare. */
  template?: string;
}

/**
 * Runs work that counts rows of others by the tokenizer, and in the conversation, that a recipe's settings name
 * for all parts; without a tokenizer they have no count.
 *
 * @throws KeychainError as `withPromptCounter` and `fetchNamed`, and what `work` does
 */
export async function withCounting<T>(
  given: Given,
  reporter: Reporter,
  work: (counting: Counting) => Promise<T>,
): Promise<T> {
  const { tokenizerType, tokenizerPath } = given;
  if (tokenizerType === undefined && tokenizerPath === undefined) {
    return work({ count: countAsMade });
  }
  const preset = presetValues(given.preset, name => given[name]);
  const chatTemplate = given.chatTemplate ?? (preset.chatTemplate as string | undefined);
  const named = await fetchNamed(
    'export',
    { tokenizerType: tokenizerType ?? 'openai', tokenizerPath, chatTemplate },
    reporter,
  );
  const settings = { ...named, tokenizerType: named.tokenizerType ?? 'openai' };
  const tokenizer = await withIdentity(settings, ({ identity }) => identity);
  const template = templateSourceOf(settings)?.sha256;
  return withPromptCounter(settings, count =>
    work({ count, tokenizer, ...(template !== undefined && { template }) }),
  );
}
