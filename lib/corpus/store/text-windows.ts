/**
 * UTF-16 units of a window at most. A segmenter of sentences takes a time for each of them that grows
 * with the whole text that it is given.
 */
const WINDOW = 2048;

const LETTER = /^[\p{Lu}\p{Ll}\p{Lo}]/u;
const LETTER_AT_END = /[\p{Lu}\p{Ll}\p{Lo}]$/u;

/** A stretch of a text. */
export interface TextWindow {
  start: number;
  window: string;
}

/**
 * Cuts a text into windows in which a segmenter finds the ends of its sentences as it does in the
 * whole text; a cut itself may look like an end of one. Cuts are made behind line feeds, between two
 * letters, and between two letters that only a blank parts: the rules for sentences look at nothing
 * beyond these (UAX #29, SB4 to SB11). Only where none of them is to be found in a whole window, which
 * no prose does, it is cut at any blank, or anywhere.
 */
export function* windowsOf(text: string): Generator<TextWindow> {
  let start = 0;
  while (text.length - start > WINDOW) {
    const end = cutIn(text, start, start + WINDOW);
    yield { start, window: text.slice(start, end) };
    start = end;
  }
  yield { start, window: start === 0 ? text : text.slice(start) };
}

/** The last place behind `start`, up to `limit`, at which the text may be cut. */
function cutIn(text: string, start: number, limit: number): number {
  for (let at = limit; at > start; at--) if (isSureCut(text, at)) return at;
  const blank = text.lastIndexOf(' ', limit - 1);
  if (blank > start) return blank + 1;
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
}

function isSureCut(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (before === '\n') return true;
  if (!LETTER.test(text.slice(at, at + 2))) return false;
  const end = before === ' ' ? at - 1 : at;
  return LETTER_AT_END.test(text.slice(Math.max(0, end - 2), end));
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
