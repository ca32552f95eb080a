/** Every run of white space as one blank, none at the ends. */
export function squeeze(text: string): string {
  return squeezeRuns(text).trim();
}

/** Every run of white space as one blank; single blanks, nearly all there are, are left alone. */
export function squeezeRuns(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ');
}

/** For comparing "without case, blanks squeezed". */
export function fold(text: string): string {
  return squeeze(text).toLowerCase();
}

/**
 * For comparing what is asked: without case, blanks squeezed, without punctuation at the end, and
 * whichever way letters are composed.
 */
export function foldQuestion(text: string): string {
  const characters = [...fold(text.normalize())];
  const end = characters.findLastIndex(character => !/^[\s\p{P}]$/u.test(character));
  return (end < 0 ? characters : characters.slice(0, end + 1)).join('');
}

/** The neighbourhood of an offset, for messages: `…left | right…`. */
export function excerpt(text: string, offset: number): string {
  const left = text.slice(Math.max(0, offset - 24), offset);
  const right = text.slice(offset, offset + 24);
  return squeeze(`…${left} | ${right}…`);
}
