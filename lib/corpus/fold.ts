/** A text without case and with blanks squeezed, as the question is looked for in passages. */
export const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

const CLOSING = /^[\s\p{P}]$/u;

/**
 * What two questions have in common that ask the same: neither case nor blanks nor the punctuation
 * at their ends tells them apart, nor how their letters are composed.
 */
export function foldQuestion(question: string): string {
  const folded = fold(question.normalize());
  let end = folded.length;
  // All such punctuation is of one unit or, in scripts of old, looks like a letter here.
  while (end > 0 && CLOSING.test(folded.charAt(end - 1))) end--;
  return end > 0 ? folded.slice(0, end) : folded;
}

/**
 * What the titles of two passages of one article have in common; empty for a passage without a
 * title, which is of no article.
 */
export const foldTitle = (title: string): string => title.normalize().replace(/\s+/g, ' ').trim();
