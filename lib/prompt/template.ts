import { KeychainError } from '../errors.js';

/** What synth and relevant-only ask by default. */
export const CONTEXT_TEMPLATE = '{context}';

/** What keychain asks by default; from the method's own example (LoongRL, arXiv 2510.19363). */
export const KEYCHAIN_TEMPLATE =
  'Please read the following text.\n{context}\n\nIn the context above, there is one correct question to answer. The correct question can only be found by following the correct consecutive chain of key:value pairs encoded with UUID strings, starting from "{chain_head}".\nFind the correct question first, then answer it.';

export interface PromptValues {
  question: string;
  /** The head of the true chain; missing where there are no chains. */
  chainHead?: string | undefined;
}

/** A template cut at its `{context}`. */
export interface Frame {
  before: string;
  after: string;
}

const PLACEHOLDER = /\{(question|chain_head)\}/g;

/**
 * Fills a template in but for its context, in one pass: a value is never read again for
 * placeholders.
 */
export function frameOf(template: string, { question, chainHead }: PromptValues): Frame {
  const fill = (part: string): string =>
    part.replace(PLACEHOLDER, (whole, name: string) => {
      if (name === 'question') return question;
      return chainHead ?? whole;
    });
  const [before = '', after = ''] = template.split('{context}');
  return { before: fill(before), after: fill(after) };
}

/** What a prompt's texts are made with. */
export interface Wording {
  template: string;
  /** `--sample-instruction`: the prompt's last paragraph. */
  instruction?: string | undefined;
}

/** All of a prompt but its context: the template filled in, and the instruction behind it. */
export function promptFrame({ template, instruction = '' }: Wording, values: PromptValues): Frame {
  const { before, after } = frameOf(template, values);
  return { before, after: instruction === '' ? after : `${after}\n\n${instruction}` };
}

/**
 * Checks that a template asks what there is to ask.
 *
 * @throws KeychainError USAGE
 */
export function checkAsks(template: string): void {
  if (template.includes('{question}')) return;
  throw new KeychainError(
    'USAGE',
    '--template must contain {question}: without it nobody knows which values are asked for',
  );
}

/**
 * Checks a template once, before anything is made with it.
 *
 * @throws KeychainError USAGE
 */
export function checkTemplate(template: string, hasChains: boolean): void {
  const contexts = template.split('{context}').length - 1;
  if (contexts !== 1) {
    throw new KeychainError(
      'USAGE',
      `--template must contain {context} exactly once, not ${contexts} times`,
    );
  }
  const hasHead = template.includes('{chain_head}');
  if (hasChains && !hasHead) {
    throw new KeychainError(
      'USAGE',
      '--template must contain {chain_head}: without the first key nobody can find the question',
    );
  }
  if (!hasChains && hasHead) {
    throw new KeychainError('USAGE', '--template has {chain_head}, but there are no chains here');
  }
}
