import { requireSame } from '../same-tokenizer.js';
import { conversation } from '../view/prompt.js';
import type { View } from '../view/view.js';

/**
 * `length` is what the tokenizer counts on the whole final prompt, in its conversation, plus the room
 * for the answer.
 *
 * @throws KeychainError `TOKENIZER_UNUSABLE`, `CHAT_TEMPLATE_UNUSABLE` if the sample was counted with
 *   another tokenizer, or in another chat template: its length can be called neither right nor wrong
 */
export function checkLength(view: View): string[] {
  const { length, meta } = view.sample;
  const { tokenizer } = view.sources;
  const findings: string[] = [];
  if (length !== meta.prompt_tokens + meta.tokens_to_generate) {
    findings.push(
      `length is ${length}, but meta.prompt_tokens + meta.tokens_to_generate is ` +
        `${meta.prompt_tokens + meta.tokens_to_generate}`,
    );
  }
  if (!tokenizer) return findings;
  requireSame(view.sample.id, meta.tokenizer, tokenizer.identity);
  const counted = tokenizer.count(conversation(view));
  if (counted !== meta.prompt_tokens) {
    findings.push(`the prompt has ${counted} tokens, meta.prompt_tokens is ${meta.prompt_tokens}`);
  }
  if (counted + meta.tokens_to_generate !== length) {
    findings.push(
      `the prompt's ${counted} tokens + ${meta.tokens_to_generate} to generate are ` +
        `${counted + meta.tokens_to_generate}, length is ${length}`,
    );
  }
  return findings;
}
