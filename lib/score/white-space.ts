/** Unicode's White_Space and the four separators U+001C to U+001F, as Python's `str.isspace`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the reference counts these as blanks
const BLANKS = /[\p{White_Space}\u001c-\u001f]+/gu;

/** Makes every run of white space one blank, and leaves none at the ends. */
export function squeeze(text: string): string {
  return words(text).join(' ');
}

/** Drops white space at both ends; JavaScript's own `trim` has another idea of it. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text[from] as string)) from++;
  while (to > from && isBlank(text[to - 1] as string)) to--;
  return text.slice(from, to);
}

/** The parts between white space. */
export function words(text: string): string[] {
  return text.split(BLANKS).filter(word => word !== '');
}

function isBlank(character: string): boolean {
  BLANKS.lastIndex = 0;
  return BLANKS.test(character);
}
