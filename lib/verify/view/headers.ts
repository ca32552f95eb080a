import type { SampleMeta } from '../../records/sample.js';
import { formatParts, type Region } from './layout.js';

/** What reads as the header of the passage at `position` (from 0). */
export interface Header extends Region {
  position: number;
}

type Format = Pick<SampleMeta, 'passage_format' | 'remove_newline_tab'>;

/**
 * Everything that reads as a passage's header by the passage format, in order: at the beginning of a
 * line or, where all line feeds are gone, behind any blank.
 *
 * @returns undefined if the format numbers no passages, so that headers cannot be told from text
 */
export function scanHeaders(text: string, meta: Format): Header[] | undefined {
  const pattern = headerPattern(meta.passage_format);
  if (!pattern.parts.some(part => part === 'i' || part === 'n')) return undefined;
  const headers: Header[] = [];
  let behind = 0;
  const look = (start: number): void => {
    if (start < behind) return;
    const header = headerAt(text, start, pattern);
    if (!header) return;
    headers.push(header);
    behind = header.end;
  };
  look(text.length - text.trimStart().length);
  // With line feeds, a header begins behind those alone; without, behind any blank.
  const breaks = meta.remove_newline_tab ? /\s+/g : /\n\s*/g;
  for (const { 0: blanks, index } of text.matchAll(breaks)) look(index + blanks.length);
  return headers;
}

/**
 * Finds the passage headers of a context by the passage format alone: for passage k the first
 * place behind header k - 1 that reads like it. One more is looked for than there should be.
 *
 * @returns undefined if the format numbers no passages
 */
export function findHeaders(bare: string, meta: SampleMeta): (Header | undefined)[] | undefined {
  const all = scanHeaders(bare, meta);
  return all && ownAmong(all, meta);
}

function ownAmong(all: readonly Header[], meta: SampleMeta): (Header | undefined)[] {
  let next = 0;
  return Array.from({ length: meta.passages.length + 1 }, (_, k) => {
    while (next < all.length && all[next]!.position !== k) next++;
    return all[next++];
  });
}

/**
 * What reads as a header and is none of those of the passages. Where all line feeds are gone, marks
 * without a letter, like `[3]`, say nothing.
 */
export function strayHeaders(bare: string, meta: SampleMeta): Header[] {
  const { literal } = headerPattern(meta.passage_format);
  if (meta.remove_newline_tab ? !/\p{L}/u.test(literal) : literal === '') return [];
  const all = scanHeaders(bare, meta);
  if (!all) return [];
  const own = new Set(ownAmong(all, meta).slice(0, -1));
  return all.filter(header => !own.has(header));
}

// --- internal ---

interface Pattern {
  /** `i` and `n` stand for the number, a blank for any blanks, all else for itself. */
  parts: string[];
  /** All that is no number, without blanks. */
  literal: string;
  /** Whether something other than a blank may follow at once. */
  isOpen: boolean;
}

function headerPattern(format: string): Pattern {
  const all = formatParts(format);
  const body = all.findIndex((part, i) => i % 2 === 1 && (part === 'title' || part === 'text'));
  const header = body < 0 ? all : all.slice(0, body);
  const literals = header.filter((_, i) => i % 2 === 0);
  const parts = header.flatMap((part, i) => {
    if (i % 2) return part;
    return part.split(/(\s+)/).map(word => (word.trim() === '' ? word && ' ' : `=${word}`));
  });
  const shown = parts.filter(part => part !== '');
  while (shown[0] === ' ') shown.shift();
  const isOpen = shown.at(-1) !== ' ';
  while (shown.at(-1) === ' ') shown.pop();
  return { parts: shown, literal: literals.join('').replace(/\s+/g, ''), isOpen };
}

function headerAt(text: string, start: number, { parts, isOpen }: Pattern): Header | undefined {
  let at = start;
  let position: number | undefined;
  for (const part of parts) {
    const from = at;
    if (part === ' ') while (/^\s/.test(text.charAt(at))) at++;
    else if (part.startsWith('=')) at += text.startsWith(part.slice(1), at) ? part.length - 1 : 0;
    else {
      while (/^\d/.test(text.charAt(at))) at++;
      const number = Number(text.slice(from, at)) - (part === 'n' ? 1 : 0);
      if (position !== undefined && position !== number) return undefined;
      if (`${number + (part === 'n' ? 1 : 0)}` !== text.slice(from, at)) return undefined;
      position = number;
    }
    if (at === from) return undefined;
  }
  if (!isOpen && /^\S/.test(text.charAt(at))) return undefined;
  return position === undefined ? undefined : { start, end: at, position };
}
