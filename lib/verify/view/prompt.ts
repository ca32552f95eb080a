import { KeychainError } from '../../errors.js';
import { squeeze } from './squeeze.js';
import type { View } from './view.js';

/** The placeholders of a template and what they stand for in this sample. */
export function promptValues(view: View): Record<string, string | undefined> {
  const { sample, context, claims } = view;
  return { context, question: sample.input, chain_head: claims?.head };
}

/**
 * The final prompt: the template filled in one pass, so that a text which looks like a placeholder
 * stays as it is, and the sample's own instruction behind it.
 */
export function finalPrompt(view: View): string {
  const { template, remove_newline_tab, sample_instruction } = view.sample.meta;
  const values = promptValues(view);
  const prompt = template
    .replaceAll('\\n', '\n')
    .split(/(\{(?:context|question|chain_head)\})/)
    .map((part, i) => (i % 2 ? (values[part.slice(1, -1)] ?? part) : part))
    .join('');
  const instructed = sample_instruction ? `${prompt}\n\n${sample_instruction}` : prompt;
  return remove_newline_tab ? squeeze(instructed) : instructed;
}

/**
 * What the model will see, the prompt in its conversation; the prompt alone where there is none.
 *
 * @throws KeychainError `CHAT_TEMPLATE_UNUSABLE` without the template that the sample was made with
 */
export function conversation(view: View): string {
  const prompt = finalPrompt(view);
  const { chat_template: chat, sample_system_prompt: system } = view.sample.meta;
  if (!chat?.sha256) return prompt;
  const renderer = view.sources.chat?.();
  if (renderer?.sha256 === chat.sha256) {
    return renderer.render({ system, date: chat.date, kwargs: chat.kwargs }, prompt);
  }
  throw new KeychainError(
    'CHAT_TEMPLATE_UNUSABLE',
    `sample ${view.sample.id} was counted in the chat template ${chat.sha256}, not ` +
      `${renderer?.sha256 ?? 'none'}: give that one with --chat-template`,
  );
}
