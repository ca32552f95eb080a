/** A passage of a context that says nothing of its passages. Offsets in the text that was looked at. */
export interface FoundPassage {
  /** Where its header begins. */
  start: number;
  /** Where its title begins. */
  body: number;
  /** Behind its text, blanks aside. */
  end: number;
}

export interface FoundPassages {
  /** How their headers are written, with `{i}` (from 0) or `{n}` (from 1) for the number. */
  header: string;
  /** All line feeds are gone. */
  isFlat: boolean;
  passages: FoundPassage[];
}

/** A word, or a mark, with a number: `Passage 1:`, `Document 0:`, `[1]`. */
const ON_LINES = /(?:^|\n)[ \t]*(\p{L}[\p{L} ]{0,23} |[[(#]?)([01])([:.)\]]{1,2})(?=\s|$)/gu;
const FLAT = /(?:^|\s)(\p{Lu}\p{L}{2,23} )([01])(:)(?=\s|$)/gu;

/**
 * Finds the passages of a text by the first row of headers that count up from 0 or 1.
 *
 * @param text without pairs, since a pair may stand right before a header
 * @param pairsAt where they stood, if the text may go on behind its passages: then the last one ends at
 *   the first blank line that no pair has left
 * @returns undefined if nothing reads like a header
 */
export function findPassages(text: string, pairsAt?: readonly number[]): FoundPassages | undefined {
  const onLines = counted(text, ON_LINES, false, pairsAt);
  const [first, ...more] = onLines?.passages ?? [];
  const isOneLine = first && more.length === 0 && !text.slice(first.body, first.end).includes('\n');
  if (onLines && !isOneLine) return onLines;
  return counted(text, FLAT, true, pairsAt) ?? onLines;
}

function counted(
  text: string,
  pattern: RegExp,
  isFlat: boolean,
  pairsAt: readonly number[] | undefined,
): FoundPassages | undefined {
  const [found] = text.matchAll(pattern);
  if (!found) return undefined;
  const [whole, before = '', first = '', behind = ''] = found;
  const places: { start: number; body: number }[] = [];
  const startOf = (at: number) => at + text.slice(at).search(/\S/);
  let at = found.index;
  for (let number = Number(first); at >= 0; number++) {
    const start = startOf(at);
    places.push({ start, body: start + `${before}${number}${behind}`.length });
    at = next(text, places.at(-1)!.body, `${before}${number + 1}${behind}`, isFlat);
  }
  // A number alone is a header only where others follow.
  if (places.length < 2 && !/\p{L}/u.test(whole)) return undefined;
  const passages = places.map(({ start, body }, i) => {
    const to = places[i + 1]?.start ?? (pairsAt ? lastEnd(text, body, pairsAt) : text.length);
    return { start, body, end: body + text.slice(body, to).trimEnd().length };
  });
  return { header: `${before}{${first === '0' ? 'i' : 'n'}}${behind}`, isFlat, passages };
}

/** Where the blanks before the next header begin; -1 if there is none. */
function next(text: string, from: number, header: string, isFlat: boolean): number {
  for (let at = text.indexOf(header, from); at >= 0; at = text.indexOf(header, at + 1)) {
    const blanks = /\s*$/.exec(text.slice(Math.max(from, at - 200), at))![0];
    const follows = text.charAt(at + header.length);
    const isAlone = follows === '' || /\s/.test(follows);
    if (isAlone && (isFlat ? blanks !== '' : blanks.includes('\n'))) return at - blanks.length;
  }
  return -1;
}

function lastEnd(text: string, from: number, pairsAt: readonly number[]): number {
  const titleAt = from + text.slice(from).search(/\S|$/);
  for (const { 0: blanks, index } of text.slice(titleAt).matchAll(/\n\s*\n/g)) {
    const at = titleAt + index;
    if (!pairsAt.some(pair => pair > at && pair <= at + blanks.length)) return at;
  }
  return text.length;
}
