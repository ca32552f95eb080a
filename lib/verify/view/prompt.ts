import { squeeze } from './squeeze.js';
import type { View } from './view.js';

/** The placeholders of a template and what they stand for in this sample. */
export function promptValues(view: View): Record<string, string | undefined> {
  const { sample, context, claims } = view;
  return { context, question: sample.input, chain_head: claims?.head };
}

/**
 * The final prompt: the template filled in one pass, so that a text which looks like a placeholder
 * stays as it is.
 */
export function finalPrompt(view: View): string {
  const { template, remove_newline_tab } = view.sample.meta;
  const values = promptValues(view);
  const prompt = template
    .replaceAll('\\n', '\n')
    .split(/(\{(?:context|question|chain_head)\})/)
    .map((part, i) => (i % 2 ? (values[part.slice(1, -1)] ?? part) : part))
    .join('');
  return remove_newline_tab ? squeeze(prompt) : prompt;
}
