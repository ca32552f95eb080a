import { findHeaders } from '../view/headers.js';
import type { Region } from '../view/layout.js';
import { notBetweenSentences } from '../view/sentence.js';
import { excerpt } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/**
 * The insertion check without the dataset's texts, from the mark `first` on: headers are found by
 * the passage format, titles as the line behind them, sentences by their punctuation.
 */
export function unaidedPlaces(view: View, first: number): string[] {
  const { bare, marks, sample, needles } = view;
  const what = needles ? 'needle' : 'pair';
  if (first >= marks.length) return [];
  const headers = findHeaders(bare, sample.meta)?.filter(header => header !== undefined);
  const place = placer(bare, headers, sample.meta.remove_newline_tab);
  return marks.slice(first).flatMap(({ offset, pair }) => {
    const wrong = place(offset);
    if (wrong === undefined) return [];
    return [`the ${what} of ${pair?.[0]} stands ${wrong}: ${excerpt(bare, offset)}`];
  });
}

// --- internal ---

/** UTF-16 units behind a header up to which a line may be a title. */
const LONGEST_TITLE = 10_000;

/** Judges places in a context without its pairs, given in ascending order. */
function placer(
  bare: string,
  headers: Region[] | undefined,
  flat: boolean,
): (offset: number) => string | undefined {
  let next = 0;
  let blanks: Region | undefined;
  return offset => {
    // Several pairs may stand in one run of blanks.
    if (!blanks || offset > blanks.end) blanks = blanksAround(bare, offset);
    const { start, end } = blanks;
    if (start === 0) return 'before the first passage';
    if (end === bare.length) return 'behind the last passage';
    if (start === end) return 'inside a word, a number or an abbreviation';
    const gap = bare.slice(start, end);
    if (!headers) {
      // Any line may be a title.
      return flat || gap.includes('\n') ? undefined : notBetweenSentences(bare, start);
    }
    while (next < headers.length && headers[next]!.start < end) next++;
    if (headers[next]?.start === end) return undefined;
    const header = headers[next - 1];
    if (header && start <= header.end) return 'inside a passage header';
    const wrong = notBetweenSentences(bare, start);
    if (wrong === undefined || !header || start - header.end > LONGEST_TITLE) return wrong;
    return endsTitle(bare.slice(header.end, start), gap, flat) ? undefined : wrong;
  };
}

/**
 * A text from a header up to a pair may be a title that just ended: then it is one line. In a
 * context without line feeds nobody can tell, and a pair there gets the benefit of the doubt.
 */
function endsTitle(title: string, blanks: string, flat: boolean): boolean {
  if (title.trim().includes('\n')) return false;
  return flat ? !/[.!?]\s/.test(title) : blanks.includes('\n');
}

function blanksAround(text: string, offset: number): Region {
  let start = offset;
  let end = offset;
  while (start > 0 && /\s/.test(text[start - 1]!)) start--;
  while (end < text.length && /\s/.test(text[end]!)) end++;
  return { start, end };
}
