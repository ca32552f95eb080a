import { RecordError } from '../errors.js';
import { CONTEXT_TEMPLATE, KEYCHAIN_TEMPLATE } from '../prompt/template.js';
import type { ForeignView } from '../verify/foreign/view.js';

/**
 * The template of a sample: what a row says around its context, with placeholders for the first key and
 * the question. Files of samples have no prompt: theirs is the default one of their kind.
 *
 * @throws RecordError RECORD_INVALID for a row whose words cannot be a template
 */
export function templateOf(view: ForeignView, question: string): string {
  const { record, around, head } = view;
  if (!record.conversation) return head === undefined ? CONTEXT_TEMPLATE : KEYCHAIN_TEMPLATE;
  const { before, after } = around;
  const reserved = /\{(?:context|question|chain_head)\}|\\n/.exec(before + after);
  if (reserved) {
    throw new RecordError(
      'RECORD_INVALID',
      `the prompt has ${JSON.stringify(reserved[0])} beside its context, which means something else in a template`,
    );
  }
  const opened = (text: string): string => {
    const asked = head === undefined ? replaced(text, question, '{question}') : text;
    return head === undefined ? asked : replaced(asked, head, '{chain_head}');
  };
  return `${opened(before)}{context}${opened(after)}`;
}

/** The message of the system, which is all that may stand before what is asked. */
export function systemOf({ earlier }: ForeignView): string {
  const [first, ...more] = earlier;
  if (more.length === 0 && (!first || first.role === 'system')) return first?.content ?? '';
  throw new RecordError(
    'RECORD_INVALID',
    `the prompt is a conversation of ${earlier.length + 1} messages; expected one question, and a system's message at most`,
  );
}

const replaced = (text: string, part: string, by: string): string =>
  part.trim() === '' ? text : text.split(part).join(by);
