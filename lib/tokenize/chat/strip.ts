/**
 * White space as Python's `str.strip` takes it, which is what `trim` and `strip` of a chat template
 * mean. JavaScript's own `trim` takes U+FEFF too and leaves the separators U+001C to U+001F and
 * U+0085.
 */
const BLANK = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const START = new RegExp(`^${BLANK}+`);

/** The text without the white space that it begins with. */
export const stripStart = (text: string): string => text.replace(START, '');

/** The text without the white space that it ends in. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && IS_BLANK.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

const IS_BLANK = new RegExp(`^${BLANK}$`);

/** Whether there is nothing but white space in the text. */
export const isBlank = (text: string): boolean => stripStart(text) === '';
