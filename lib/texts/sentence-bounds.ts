import { findText } from '../find-text.js';
import { windowsOf } from './text-windows.js';

/**
 * Words that a full stop abbreviates, so that a blank after them ends no sentence. Single letters
 * (initials, `U.S.`, `a.k.a.`) and numbers of one or two digits (`1. FC`) are recognised by shape.
 */
const ABBREVIATIONS = new Set(
  `abbr adj adm al alt anon approx apr arr art assn assoc asst aug ave bldg blvd brig bros ca cal capt
  cf ch chap cie cmdr co col cor corp cpl ctr dec def dem dept det dial dir dist div dr ed eds edn
  engr esp esq est et etc ex ext feb fig figs fl fr fri ft gen gov govt hon hr hrs ht hwy ibid inc
  incl inst intl jan jr jul jun lat lib lit lt ltd maj mar max mass messrs mfg mgr min misc mlle mme
  mon mr mrs ms msgr mt mtn mts mus nat natl no nos nov nr oct op orch orig pg ph pl pop pp pres prof
  pseud pt pte pub publ pvt quot rd ref regt rep repr rept rev rt sat sec sen sens sep sept ser sgt sp spec spp ssp subg subsp
  sr st sta ste stat sun supt surg tel temp thu thurs trans treas tue tues univ unpubl var viz vol vols
  vs wed wt yr yrs`
    .split(/\s+/)
    .map(word => word.trim()),
);

const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*$/u;
/** What cannot begin a sentence: a lower-case letter, quoted or not, or closing punctuation. */
const NO_BEGINNING = /^["'“‘«([{-]*(?:[\s\p{Ll}\p{M},;:.!?)\]}]|$)/u;
const LAST_WORD = /(?:^|[^\p{L}\p{N}\p{M}])(\p{L}[\p{L}\p{M}]*|\p{N}+)\.["'”’»)\]]*$/u;
/** `Ph.D.`, `B.Sc.` */
const DOTTED = /\p{L}\p{M}*\.\p{L}{1,3}\.["'”’»)\]]*$/u;

/**
 * The offsets in `text` at which a pair may be inserted: each is that of a single blank between
 * two sentences, with no abbreviation before it.
 *
 * The sentences are the dataset's own where it has them, and those of `Intl.Segmenter` elsewhere.
 * Either source is only believed where a reader would: after a full stop, question or exclamation
 * mark, before something that is no lower-case letter. That also keeps the result the same under
 * the ICU versions of different Node releases.
 */
export function sentenceBounds(text: string, sentences?: readonly string[]): number[] {
  const ends = sentences ? endsOfSentences(text, sentences) : endsOfSegments(text);
  return ends.filter((at, i) => at !== ends[i - 1] && isBound(text, at));
}

function isBound(text: string, at: number): boolean {
  if (text[at] !== ' ') return false;
  return partsSentences(
    text.slice(Math.max(0, at - BEFORE), at),
    text.slice(at + 1, at + 1 + AFTER),
  );
}

/** UTF-16 units on either side of the white space between two words that tell whether a sentence ends. */
export const BEFORE = 24;
export const AFTER = 11;

/**
 * Whether a sentence has ended between two words.
 *
 * @param before what stands before the white space between them: {@link BEFORE}, or all there is
 * @param after what stands behind it: {@link AFTER}, or all there is
 */
export function partsSentences(before: string, after: string): boolean {
  if (!SENTENCE_END.test(before)) return false;
  if (NO_BEGINNING.test(after)) return false;
  // "31, 1985. 44 tornadoes" may be two sentences, but "3. 5" is a number.
  if (/\p{N}\.$/u.test(before) && /^\p{N}/u.test(after)) return false;
  return !endsInAbbreviation(before);
}

function endsInAbbreviation(before: string): boolean {
  const word = LAST_WORD.exec(before)?.[1];
  if (word === undefined) return false;
  if (/^\p{N}/u.test(word)) return word.length <= 2;
  const letters = word.replace(/\p{M}/gu, '');
  return [...letters].length === 1 || ABBREVIATIONS.has(word.toLowerCase()) || DOTTED.test(before);
}

/** The dataset's sentences may carry their blanks or not: a bound is the first blank after one. */
function endsOfSentences(text: string, sentences: readonly string[]): number[] {
  const ends: number[] = [];
  let from = 0;
  for (const sentence of sentences) {
    const at = findText(text, sentence, from);
    if (at < 0) break;
    from = at + sentence.length;
    ends.push(at + sentence.trimEnd().length);
  }
  return ends.filter(end => end < text.length);
}

/** Made when it is needed: opening a corpus that is there costs less than its rules. */
let segmenter: Intl.Segmenter | undefined;

function endsOfSegments(text: string): number[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  const ends: number[] = [];
  for (const { start, window } of windowsOf(text)) {
    for (const { index, segment } of segmenter.segment(window)) {
      const end = start + index + segment.trimEnd().length;
      if (end < text.length) ends.push(end);
    }
  }
  return ends;
}
