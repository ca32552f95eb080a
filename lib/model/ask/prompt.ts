import { KeychainError } from '../../errors.js';
import type { Fields } from '../../records/fields.js';
import { type Subject, subjectOf } from './subject.js';

/** A prompt to a model, and the instruction that it ends with. */
export interface AskingPrompt {
  /** With {prompt}, {context}, {question}, {instruction}. */
  template: string;
  instruction: string;
}

/** What a user may put in place of the built-in texts. */
export interface PromptOptions {
  template?: string | undefined;
  instruction?: string | undefined;
}

const PLACEHOLDER = /\{(prompt|context|question|instruction)\}/g;

/**
 * Makes the function that writes the prompt of a record; it throws RECORD_INVALID for one of which
 * nothing can be asked.
 *
 * @throws KeychainError USAGE for a template that asks for nothing
 */
export function prompter(
  builtIn: (kind: Subject['kind']) => AskingPrompt,
  { template, instruction }: PromptOptions = {},
): (record: Fields) => string {
  if (template !== undefined && !/\{(prompt|context|question)\}/.test(template)) {
    throw new KeychainError(
      'USAGE',
      'the prompt must contain {prompt}, or {context} and {question}, where the record is to stand',
    );
  }
  return record => {
    const subject = subjectOf(record);
    const own = builtIn(subject.kind);
    const values = { ...subject, instruction: instruction ?? own.instruction };
    // In one pass: a value is never read again for placeholders.
    return (template ?? own.template).replace(
      PLACEHOLDER,
      (_, name: keyof typeof values) => values[name],
    );
  };
}
