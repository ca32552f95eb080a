import { AFTER, BEFORE, partsSentences } from './sentence-bounds.js';

/** A sentence of a text, or what is taken for one. */
export interface Sentence {
  /** The white space before it, as it stands in the text. */
  gap: string;
  text: string;
}

/** Cuts a text that comes in pieces; what it finds does not depend on where they were cut. */
export interface SentenceCutter {
  write(text: string): Sentence[];
  end(): Sentence[];
}

/**
 * UTF-16 units of the longest sentence. What goes on for longer is none - a list, a table, code, or
 * no language at all - and is cut where its last line ends within them, else at the last blank, else
 * anywhere.
 */
const LONGEST = 2048;
/** White space of so many units ends a sentence, whatever stands around it. */
const LONG_GAP = 64;
/** Of longer white space no more than this is kept: nobody reads it, and a file may be full of it. */
const KEPT_GAP = 256;
/** Units behind a sentence that tell whether it has ended. */
const LOOK = LONG_GAP + 2 * AFTER;

const CLOSING = `["'”’»)\\]」』）】》〉]*`;
/**
 * Where a sentence may end: behind its full stop; in a script that has no blanks right behind that;
 * before a blank line; before a long gap.
 */
const ENDS = new RegExp(
  `(?<stop>[.!?…。！？｡]${CLOSING})(?=\\s|$)|(?<wide>[。！？｡]${CLOSING})|\\s*\\n[^\\S\\n]*\\n|\\s{${LONG_GAP}}`,
  'gu',
);
/** What goes on with the sentence behind a full stop without a blank. */
const GOES_ON = /^[，、；：。！？…—]/;

/**
 * Finds the sentences of a text in one pass, without ever holding more of it than a piece and a
 * sentence. Blank lines end a sentence, so headings are sentences; single line feeds are blanks, since
 * most texts have them in the middle of sentences. As `sentenceBounds` does, it believes a full stop
 * only where a reader would.
 */
export function sentenceCutter(): SentenceCutter {
  let rest = '';
  let gap = '';

  const cut = (isWhole: boolean): Sentence[] => {
    const found: Sentence[] = [];
    let start = 0;
    for (;;) {
      const ink = firstInk(rest, start);
      if (gap.length < KEPT_GAP) gap = (gap + rest.slice(start, ink)).slice(0, KEPT_GAP);
      start = ink;
      if (start === rest.length || (!isWhole && rest.length - start < LONGEST + LOOK)) break;
      const end = start + endOf(rest.slice(start, start + LONGEST + LOOK));
      found.push({ gap, text: rest.slice(start, end) });
      gap = '';
      start = end;
    }
    rest = rest.slice(start);
    return found;
  };
  return {
    write(text) {
      rest += text;
      return rest.length < LONGEST + LOOK ? [] : cut(false);
    },
    end: () => cut(true),
  };
}

/** Where the first sentence of a text ends: all that there is, or enough to tell. */
function endOf(text: string): number {
  for (const { 0: found, index, groups } of text.matchAll(ENDS)) {
    if (index > LONGEST) break;
    const { stop, wide } = groups!;
    if (stop === undefined && wide === undefined) return index;
    const end = index + found.length;
    if (end > LONGEST) break;
    if (isEnd(text, end, wide !== undefined)) return end;
  }
  return text.length <= LONGEST ? text.trimEnd().length : endOfLine(text);
}

function isEnd(text: string, end: number, isWide: boolean): boolean {
  if (isWide) return !GOES_ON.test(text.slice(end, end + 1));
  const next = firstInk(text, end);
  if (next === text.length) return true;
  return partsSentences(text.slice(Math.max(0, end - BEFORE), end), text.slice(next, next + AFTER));
}

/** Where to cut what is longer than any sentence. */
function endOfLine(text: string): number {
  const head = text.slice(0, LONGEST + 1);
  for (const at of [head.lastIndexOf('\n'), lastBlank(head)]) {
    const end = at < 0 ? 0 : head.slice(0, at).trimEnd().length;
    if (end > 0) return end;
  }
  const low = text.charCodeAt(LONGEST);
  return low >= 0xdc00 && low <= 0xdfff ? LONGEST - 1 : LONGEST;
}

const BLANK = /\s/;

function lastBlank(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && !BLANK.test(text.charAt(at))) at--;
  return at;
}

function firstInk(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text, at)) at++;
  return at;
}

/** Most characters are letters of ASCII, for which no pattern is needed. */
function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit > 0x20 && unit < 0x80) return false;
  return unit === 0x20 || BLANK.test(text.charAt(at));
}
