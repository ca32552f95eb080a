import type { SampleView } from '../api.js';

type Passage = SampleView['passages'][number];

/** What is marked in a text: a pair of a chain, or a needle, by its index among those of the sample. */
export interface Mark {
  kind: 'pair' | 'needle';
  index: number;
  /** UTF-16 offsets into the context. */
  start: number;
  end: number;
}

/** A passage, or what stands between two, with the marks that begin in it. */
export interface Block {
  start: number;
  end: number;
  marks: Mark[];
  /** Absent between passages. */
  passage?: Passage;
}

/** A row of the text: a block, or a run of passages that have nothing marked. */
export type TextRow = { kind: 'block'; block: Block } | { kind: 'run'; blocks: Block[] };

/** Plain passages in a row, from which on they are shown as one line. */
const LONG_RUN = 4;

/** All marks of a sample in the order of the context, none within another. */
export function marksOf({ pairs, needles }: Pick<SampleView, 'pairs' | 'needles'>): Mark[] {
  const found: Mark[] = [
    ...pairs.map(({ start, end }, index) => ({ kind: 'pair' as const, index, start, end })),
    ...(needles ?? []).map(({ start, end }, index) => ({
      kind: 'needle' as const,
      index,
      start,
      end,
    })),
  ].sort((a, b) => a.start - b.start);
  const kept: Mark[] = [];
  for (const mark of found) if (mark.start >= (kept.at(-1)?.end ?? 0)) kept.push(mark);
  return kept;
}

/** Cuts a context into its passages and what stands between them; blanks alone are left out. */
export function blocksOf(
  sample: Pick<SampleView, 'context' | 'passages' | 'pairs' | 'needles'>,
): Block[] {
  const { context } = sample;
  const marks = marksOf(sample);
  const blocks: Block[] = [];
  let next = 0;
  const add = (start: number, end: number, passage?: Passage): void => {
    const from = next;
    while (next < marks.length && marks[next]!.start < end) next++;
    const own = marks.slice(from, next);
    if (!passage && own.length === 0 && context.slice(start, end).trim() === '') return;
    blocks.push({ start, end, marks: own, ...(passage && { passage }) });
  };
  let at = 0;
  for (const passage of sample.passages) {
    const start = Math.max(at, passage.start);
    if (passage.end < start) continue;
    if (start > at) add(at, start);
    add(start, passage.end, passage);
    at = passage.end;
  }
  if (at < context.length) add(at, context.length);
  return blocks;
}

/** Puts long runs of plain passages into one row each. */
export function rowsOf(blocks: readonly Block[]): TextRow[] {
  const rows: TextRow[] = [];
  let run: Block[] = [];
  const flush = (): void => {
    if (run.length >= LONG_RUN) rows.push({ kind: 'run', blocks: run });
    else rows.push(...run.map(block => ({ kind: 'block' as const, block })));
    run = [];
  };
  for (const block of blocks) {
    if (block.passage && !block.passage.supporting && block.marks.length === 0) run.push(block);
    else {
      flush();
      rows.push({ kind: 'block', block });
    }
  }
  flush();
  return rows;
}

/** Where a passage's text begins behind its heading, which is shown apart; a mark is never skipped. */
export function bodyStart(context: string, { start, end, marks, passage }: Block): number {
  if (!passage?.title) return start;
  const heading = context.slice(start, Math.min(end, start + passage.title.length + 64));
  const at = heading.indexOf(`${passage.title}\n`);
  if (at === -1) return start;
  const body = start + at + passage.title.length + 1;
  return (marks[0]?.start ?? body) < body ? start : body;
}

/** Text that is long, in parts that end at line feeds where there are some; none is cut in a character. */
export function partsOf(text: string, size: number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    let end = Math.min(text.length, at + size);
    if (end < text.length) {
      const feed = text.lastIndexOf('\n', end - 1);
      if (feed > at + size / 2) end = feed + 1;
      else if (/[\ud800-\udbff]/.test(text[end - 1]!)) end--;
    }
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}
