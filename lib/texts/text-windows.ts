/**
 * UTF-16 units of a window at most. A segmenter of sentences takes a time for each of them that grows
 * with the whole text that it is given.
 */
const WINDOW = 2048;

const LINE_FEED = 0x0a;
const BLANK = 0x20;
const ASCII = 0x80;
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
  const blank = text.slice(start, limit).lastIndexOf(' ');
  if (blank > 0) return start + blank + 1;
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
}

function isSureCut(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === LINE_FEED) return true;
  return beginsWithLetter(text, at) && endsInLetter(text, before === BLANK ? at - 1 : at);
}

/** Most characters are of ASCII, for which no pattern is needed. */
function beginsWithLetter(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < ASCII ? isAsciiLetter(unit) : LETTER.test(text.slice(at, at + 2));
}

function endsInLetter(text: string, end: number): boolean {
  const unit = text.charCodeAt(end - 1);
  return unit < ASCII
    ? isAsciiLetter(unit)
    : LETTER_AT_END.test(text.slice(Math.max(0, end - 2), end));
}

/** With its fifth bit a capital is the small letter. */
const isAsciiLetter = (unit: number): boolean => (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
