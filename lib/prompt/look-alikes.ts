import type { StoredPassage } from '../corpus/store/codec.js';
import { RecordError } from '../errors.js';
import type { Rendering } from './render.js';

type Passage = Pick<StoredPassage, 'has' | 'holds' | 'title' | 'text' | 'body'>;

/** Whether a passage holds what a reader of the context would take for one of our own marks. */
export type LookAlikeTest = (passage: Passage) => boolean;

const PAIR = /\{\s*"[^"\\]*"\s*:\s*"/;

/** Whether a passage holds what a reader would take for one of the inserted pairs. */
export const readsAsPair: LookAlikeTest = passage => passage.has('{') && PAIR.test(passage.body);

/**
 * Makes the test for contexts of a rendering: whether a passage has a line that begins like the
 * header of a passage or, where something is inserted, what reads as that.
 */
export function lookAlikeTest(
  rendering: Pick<Rendering, 'format' | 'removeNewlineTab'>,
  readsAsInserted: LookAlikeTest = () => false,
): LookAlikeTest {
  const readsAsHeader = headerTest(rendering);
  return passage => readsAsHeader(passage) || readsAsInserted(passage);
}

/** The reject of a question that cannot do without a passage that misleads. */
export const misleading = ({ title }: Pick<Passage, 'title'>): RecordError =>
  new RecordError(
    'PASSAGE_MISLEADS',
    `the supporting passage ${JSON.stringify(title)} holds what reads as an inserted pair or as the header of a passage`,
  );

const NUMBER = Symbol('number');
const BLANKS = Symbol('blanks');
/** What a header is made of: its number, a run of blanks, or the very text. */
type Part = typeof NUMBER | typeof BLANKS | string;

/**
 * Makes the test whether a passage would have a second header. A number alone is none: nobody could
 * tell it from the text. Nor is a mark without a letter where all line feeds are gone.
 */
function headerTest({
  format,
  removeNewlineTab: flat,
}: Pick<Rendering, 'format' | 'removeNewlineTab'>): LookAlikeTest {
  const [header = '', between = ''] = format.source.split('{title}');
  const gap = between.split('{text}')[0]!;
  const parts = partsOf(header);
  const words = parts.filter(part => typeof part === 'string');
  const isMark = words.some(word => (flat ? /\p{L}/u.test(word) : word !== ''));
  if (!parts.includes(NUMBER) || !isMark) return () => false;
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best));
  const word = Buffer.from(longest);
  const endsInBlank = /\s$/.test(header);
  // A title is looked at from its first character on where that begins a line.
  const lead = (flat ? /\s$/ : /\n\s*$/).test(header) ? '\n' : '';
  return passage => {
    if (!passage.holds(word)) return false;
    const text = `${lead}${passage.title}${gap}${passage.text}`;
    // Headers begin behind a line feed and the blanks there or, without line feeds, behind any blank.
    for (const { 0: blanks, index } of text.matchAll(/\s+/g)) {
      if (!flat && !blanks.includes('\n')) continue;
      if (isHeaderAt(text, index + blanks.length, parts, endsInBlank)) return true;
    }
    return false;
  };
}

/** A header's parts, blanks at its ends left out. */
function partsOf(header: string): Part[] {
  return header
    .trim()
    .split(/(\{[in]\}|\s+)/)
    .filter(part => part !== '')
    .map(part => {
      if (part === '{i}' || part === '{n}') return NUMBER;
      return part.trim() === '' ? BLANKS : part;
    });
}

/** Whether a text reads as a header from `start` on. */
function isHeaderAt(
  text: string,
  start: number,
  parts: readonly Part[],
  endsInBlank: boolean,
): boolean {
  let at = start;
  for (const part of parts) {
    const from = at;
    if (part === NUMBER) while (isDigit(text.charCodeAt(at))) at++;
    else if (part === BLANKS) while (isBlank(text.charAt(at))) at++;
    else if (text.startsWith(part, at)) at += part.length;
    if (at === from) return false;
  }
  return !endsInBlank || at === text.length || isBlank(text.charAt(at));
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const isBlank = (character: string): boolean => character !== '' && character.trim() === '';
