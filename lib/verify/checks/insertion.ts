import type { Layout, PassageRegion, Region } from '../view/layout.js';
import { abbreviationBefore, notBetweenSentences } from '../view/sentence.js';
import { excerpt } from '../view/squeeze.js';
import type { View } from '../view/view.js';
import { unaidedPlaces } from './insertion-unaided.js';

/**
 * Every pair, or needle, stands between two sentences, between a title and its text, or between two passages.
 * With the dataset's texts its place there is known exactly; from where the texts part, and without
 * them, the context has to do.
 */
export function checkInsertion(view: View): string[] {
  const { layout, alignment, marks, needles } = view;
  const what = needles ? 'needle' : 'pair';
  if (marks.length === 0) return [];
  if (!layout || !alignment) return unaidedPlaces(view, 0);
  const place = placer(layout);
  const known = alignment.positions.flatMap((at, i) => {
    const wrong = place(at);
    if (wrong === undefined) return [];
    return [`the ${what} of ${marks[i]!.pair?.[0]} stands ${wrong}: ${excerpt(layout.text, at)}`];
  });
  return [...known, ...unaidedPlaces(view, alignment.positions.length)];
}

// --- internal ---

/** Judges places in a layout, given in ascending order. */
function placer({ text, passages }: Layout): (at: number) => string | undefined {
  let current = 0;
  let bounds: Set<number> | undefined;
  return at => {
    while (current < passages.length - 1 && at >= passages[current + 1]!.start) {
      current++;
      bounds = undefined;
    }
    if (at <= 0) return 'before the first passage';
    if (at >= text.length) return 'behind the last passage';
    if (text[at] !== ' ') return 'inside a word, a number or an abbreviation';
    const passage = passages[current]!;
    if (at === passage.end || at === passage.gap) return undefined;
    if (inside(passage.title, at)) return 'inside a title';
    if (!passage.text || !inside(passage.text, at)) return 'inside a passage header';
    bounds ??= blanksAtBounds(passage, passage.text);
    return bounds ? atBound(bounds, text, at) : notBetweenSentences(text, at);
  };
}

function inside(region: Region | undefined, at: number): boolean {
  return region !== undefined && at > region.start && at < region.end;
}

function atBound(bounds: Set<number>, text: string, at: number): string | undefined {
  if (!bounds.has(at)) return "where none of the dataset's sentences ends";
  const abbreviation = abbreviationBefore(text, at);
  return abbreviation === undefined ? undefined : `behind the abbreviation ${abbreviation}`;
}

/** The dataset's sentence bounds as offsets in the layout, whose white space is squeezed. */
function blanksAtBounds({ source }: PassageRegion, region: Region): Set<number> | undefined {
  if (!source.bounds) return undefined;
  const bounds = source.bounds.toSorted((a, b) => a - b);
  const blanks = new Set<number>();
  // White space at the head of the text is no part of the region.
  let removed = source.text.length - source.text.trimStart().length;
  let next = 0;
  for (const { 0: blank, index } of source.text.trimEnd().matchAll(/(?<=\S)\s+/g)) {
    while (next < bounds.length && bounds[next]! < index) next++;
    if (next < bounds.length && bounds[next]! <= index + blank.length) {
      blanks.add(region.start + index - removed);
    }
    removed += blank.length - 1;
  }
  return blanks;
}
