/** The word with its indefinite article. */
export function a(word: string): string {
  return `${/^(?:[aeiouáéåø]|hour)/iu.test(word) ? 'an' : 'a'} ${word}`;
}

/** The text as it stands at the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words, as blanks part them. */
export function countWords(text: string): number {
  let words = 1;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) words++;
  return words;
}
