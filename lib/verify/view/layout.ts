import type { SampleMeta } from '../../records/sample.js';
import type { CorpusPassage, CorpusTexts } from '../sources.js';
import { squeezeRuns } from './squeeze.js';

/** Offsets in a layout's text, without the blanks around. */
export interface Region {
  start: number;
  end: number;
}

export interface PassageRegion extends Region {
  id: string;
  source: CorpusPassage;
  /** Undefined where it is empty, or where the format leaves it out. */
  title: Region | undefined;
  text: Region | undefined;
  /** The blank between the title and its text. */
  gap: number | undefined;
}

/** What a context says without its pairs, white space squeezed, and where each passage stands. */
export interface Layout {
  text: string;
  passages: PassageRegion[];
}

/** Splits a passage format; placeholders have odd positions, without their braces. */
export function formatParts(format: string): string[] {
  return format.replaceAll('\\n', '\n').split(/\{(i|n|title|text)\}/);
}

/**
 * Renders a sample's passages from the dataset's texts. Undefined if the corpus lacks one of them:
 * then nothing can be compared.
 */
export function layOut(meta: SampleMeta, corpus: CorpusTexts): Layout | undefined {
  const parts = formatParts(meta.passage_format);
  const writer = squeezingWriter();
  const passages: PassageRegion[] = [];
  for (const [i, { id }] of meta.passages.entries()) {
    const source = corpus.passage(id);
    if (!source) return undefined;
    if (i > 0) writer.append('\n\n');
    passages.push(layOutPassage(writer, parts, i, { id, source }));
  }
  return { text: writer.text(), passages };
}

// --- internal ---

interface Writer {
  append(piece: string): Region | undefined;
  /** Where the text ends so far, but for a blank. */
  end(): number;
  text(): string;
}

function layOutPassage(
  writer: Writer,
  parts: string[],
  i: number,
  passage: { id: string; source: CorpusPassage },
): PassageRegion {
  const { source } = passage;
  const values: Record<string, string> = { i: `${i}`, n: `${i + 1}`, ...pick(source) };
  const regions: Record<string, Region | undefined> = {};
  let whole: Region | undefined;
  for (const [at, part] of parts.entries()) {
    const region = writer.append(at % 2 ? values[part]! : part);
    if (at % 2) regions[part] = region;
    if (region) whole = { start: whole?.start ?? region.start, end: region.end };
  }
  const { title, text } = regions;
  // Of a passage of nothing but blanks there is a place all the same.
  const { start, end } = whole ?? { start: writer.end(), end: writer.end() };
  return { ...passage, start, end, title, text, gap: gap(parts, regions) };
}

function pick({ title, text }: CorpusPassage): { title: string; text: string } {
  return { title, text };
}

/** Between a title and its text there is a gap only where both are to be seen. */
function gap(parts: string[], regions: Record<string, Region | undefined>): number | undefined {
  const { title, text } = regions;
  if (!title || !text) return undefined;
  return (parts.indexOf('title') < parts.indexOf('text') ? text : title).start - 1;
}

/** Collects pieces so that the result is what squeezing their concatenation would give. */
function squeezingWriter(): Writer {
  const chunks: string[] = [];
  let length = 0;
  let afterBlank = true;
  return {
    append(piece) {
      let squeezed = squeezeRuns(piece);
      if (afterBlank && squeezed.startsWith(' ')) squeezed = squeezed.slice(1);
      if (squeezed === '') return undefined;
      const from = length;
      chunks.push(squeezed);
      length += squeezed.length;
      afterBlank = squeezed.endsWith(' ');
      if (squeezed === ' ') return undefined;
      return {
        start: squeezed.startsWith(' ') ? from + 1 : from,
        end: afterBlank ? length - 1 : length,
      };
    },
    end: () => (afterBlank && length > 0 ? length - 1 : length),
    text: () => chunks.join('').trimEnd(),
  };
}
