import type { Needle } from '../records/needle.js';

/** A sentence that tells the only value of a key, and one that tells one of several. */
export const ONLY_VALUE = 'The secret value of {key} is {value}.';
export const ONE_VALUE = 'One of the secret values of {key} is {value}.';

/** What a reader would know either by. */
const TELLS = /secret\s+values?\s+of\s/i;

/** Whether a text holds what reads as a sentence that tells a value. */
export const tellsValue = (text: string): boolean => TELLS.test(text);

/** How needles are told where a key has so many values. */
export const formatOf = (values: number): string => (values === 1 ? ONLY_VALUE : ONE_VALUE);

/** A needle as it stands in a text. */
export const sentenceOf = ({ key, value }: Needle, format: string): string =>
  format.replace('{key}', key).replace('{value}', value);

/** Asks for the values of keys. */
export function questionFor(keys: readonly string[], values: number): string {
  const verb = keys.length * values === 1 ? 'is the secret value' : 'are all secret values';
  return `What ${verb} of ${listed(keys)}?`;
}

/** `a`, `a and b`, `a, b and c` */
const listed = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(part => part !== '').join(' and ');

/** What `needle` asks by default. */
export const NEEDLE_TEMPLATE =
  'Sentences are hidden in the following text, each of which tells a secret value of a key. Read it and remember them.\n{context}\n\n{question} Answer with every such value exactly as it stands in the text above.';
