import { KeychainError } from '../../errors.js';
import { type Fields, invalid } from '../../records/fields.js';
import { answersOf } from '../../score/record.js';
import type { ChatMessage } from '../client/chat-types.js';
import { type Subject, subjectOf } from './subject.js';

/** A prompt to a model, and the instruction that it ends with. */
export interface AskingPrompt {
  /** With {prompt}, {context}, {question}, {instruction}. */
  template: string;
  instruction: string;
  /** Whether {answer} stands for the first accepted answer; what is to be judged must not show it. */
  mayShowAnswer?: boolean;
}

/** What a user may put in place of the built-in texts. */
export interface PromptOptions {
  template?: string | undefined;
  instruction?: string | undefined;
}

const PLACEHOLDER = /\{(prompt|context|question|instruction)\}/g;
/** The same with the answer; in `\boxed{answer}` the word speaks of the model's own. */
const WITH_ANSWER = /\{(prompt|context|question|instruction)\}|(?<!\\boxed)\{(answer)\}/g;

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
    const values: Record<string, string> = {
      ...subject,
      instruction: subject.instruction ?? instruction ?? own.instruction,
    };
    // In one pass: a value is never read again for placeholders. No server takes lone surrogates.
    return withoutDouble(template ?? own.template, subject)
      .replace(own.mayShowAnswer ? WITH_ANSWER : PLACEHOLDER, (_, name?: string) =>
        name === undefined ? firstAnswer(record) : values[name]!,
      )
      .toWellFormed();
  };
}

/**
 * Makes the function that writes the messages to a model: the prompt of a record, and before it the
 * system's message of a sample that has one of its own.
 *
 * @throws KeychainError USAGE, as {@link prompter}
 */
export function messenger(
  builtIn: (kind: Subject['kind']) => AskingPrompt,
  options?: PromptOptions,
): (record: Fields) => ChatMessage[] {
  const promptOf = prompter(builtIn, options);
  return record => {
    const { system } = subjectOf(record);
    return [
      ...(system === undefined
        ? []
        : [{ role: 'system' as const, content: system.toWellFormed() }]),
      { role: 'user', content: promptOf(record) },
    ];
  };
}

/** A prompt that ends in an instruction of its own is not given one again. */
const withoutDouble = (template: string, { instruction }: Subject): string =>
  instruction !== undefined && template.includes('{prompt}')
    ? template.replace(/\s*\{instruction\}/g, '')
    : template;

function firstAnswer(record: Fields): string {
  const [answer] = answersOf(record);
  if (answer === undefined) throw invalid('answers[0]', answer, 'an answer to show the model');
  return answer;
}
