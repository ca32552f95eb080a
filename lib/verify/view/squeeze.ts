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

/** The neighbourhood of an offset, for messages: `…left | right…`. */
export function excerpt(text: string, offset: number): string {
  const left = text.slice(Math.max(0, offset - 24), offset);
  const right = text.slice(offset, offset + 24);
  return squeeze(`…${left} | ${right}…`);
}
