import type { SampleView } from '../api.js';
import { type Block, blocksOf, bodyStart, type Mark, rowsOf, type TextRow } from './blocks.js';
import { chipOf, type PairRole, rolesOf } from './chips.js';
import { element } from './elements.js';
import { counted, shortCount } from './wording.js';

/** A sample's text on the page: drawn once, changed only where somebody opens something. */
export interface DrawnText {
  /** Has what a window shows at first. */
  root: HTMLElement;
  /** Draws what is left; whatever goes to a place of the text sees to it itself. */
  drawRest(): void;
  /** Scrolls to a pair, opens what it stands in, and points at it. */
  goToPair(index: number): void;
  goToNeedle(index: number): void;
  /** Scrolls to what stands at an offset of the context (UTF-16 units). */
  goToOffset(at: number): void;
  /** The offsets of the context that are in sight, roughly: whole passages. */
  inSight(): [from: number, to: number];
}

/** Rows that are drawn at once: more than a window shows. */
const FIRST = 80;

/** A row as it stands on the page. */
interface DrawnRow {
  element: HTMLElement;
  start: number;
  end: number;
  /** Shows what is folded. */
  open?: () => void;
}

/**
 * Draws the text of a sample. What is folded has no text on the page until it is opened, so that what
 * this costs depends on the number of passages, and hardly on their length.
 */
export function drawText(sample: SampleView): DrawnText {
  const roles = rolesOf(sample);
  const root = element('ol', { class: 'text' });
  const drawn: DrawnRow[] = [];
  const goToPair = (index: number): void => show(`[data-pair="${index}"]`, sample.pairs[index]);
  const goToNeedle = (index: number): void =>
    show(`[data-needle="${index}"]`, sample.needles?.[index]);
  const show = (selector: string, mark: { start: number } | undefined): void => {
    if (!mark) return;
    drawRest();
    const row = rowAt(drawn, mark.start);
    row?.open?.();
    const chips = row?.element.querySelectorAll<HTMLElement>(selector);
    const chip = chips?.[chips.length - 1];
    if (chip) pointAt(chip);
  };
  const draw = (row: TextRow): DrawnRow =>
    row.kind === 'run'
      ? drawRun(sample, row.blocks)
      : drawBlock(sample, roles, row.block, goToPair);
  const rows = rowsOf(blocksOf(sample));
  const drawTo = (count: number): void => {
    const more = rows.slice(drawn.length, count).map(draw);
    drawn.push(...more);
    root.append(...more.map(row => row.element));
  };
  const drawRest = (): void => drawTo(rows.length);
  drawTo(FIRST);
  return {
    root,
    drawRest,
    goToPair,
    goToNeedle,
    goToOffset: at => {
      drawRest();
      rowAt(drawn, at)?.element.scrollIntoView({ block: 'start' });
    },
    inSight: () => inSight(root, drawn),
  };
}

/** The last row that begins at or before an offset. */
function rowAt(drawn: readonly DrawnRow[], at: number): DrawnRow | undefined {
  let low = 0;
  let high = drawn.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drawn[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return drawn[Math.max(0, low - 1)];
}

function pointAt(chip: HTMLElement): void {
  chip.scrollIntoView({ block: 'center' });
  // What was skipped over is laid out by now, and may have another height than was guessed.
  requestAnimationFrame(() => chip.scrollIntoView({ block: 'center' }));
  if (chip instanceof HTMLButtonElement) chip.focus({ preventScroll: true });
  for (const old of document.querySelectorAll('.flash')) old.classList.remove('flash');
  requestAnimationFrame(() => chip.classList.add('flash'));
}

function inSight(root: HTMLElement, drawn: readonly DrawnRow[]): [number, number] {
  const whole = root.closest('.scrolled')?.getBoundingClientRect();
  const top = Math.max(0, whole?.top ?? 0);
  const bottom = Math.min(window.innerHeight, whole?.bottom ?? window.innerHeight);
  const first = drawn[firstBelow(drawn, top)];
  const last = drawn[Math.max(0, firstBelow(drawn, bottom) - 1)];
  return [first?.start ?? 0, Math.max(first?.end ?? 0, last?.end ?? 0)];
}

/** Index of the first row that ends below a height of the window. */
function firstBelow(drawn: readonly DrawnRow[], height: number): number {
  let low = 0;
  let high = drawn.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drawn[middle]!.element.getBoundingClientRect().bottom <= height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A text and the chips in it. */
function textOf(
  { context }: SampleView,
  start: number,
  end: number,
  marks: readonly Mark[],
  chip: (mark: Mark) => HTMLElement,
): Node[] {
  const nodes: Node[] = [];
  let at = start;
  for (const mark of marks) {
    if (mark.start > at) nodes.push(document.createTextNode(context.slice(at, mark.start)));
    nodes.push(chip(mark));
    at = mark.end;
  }
  if (at < end) nodes.push(document.createTextNode(context.slice(at, end)));
  return nodes;
}

/** A block without the blanks around it. */
function trimmed(context: string, { start, end }: Block): { start: number; end: number } {
  const text = context.slice(start, end);
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + text.trim().length };
}

function drawBlock(
  sample: SampleView,
  roles: readonly PairRole[],
  block: Block,
  go: (pair: number) => void,
): DrawnRow {
  const chip = (mark: Mark): HTMLElement => chipOf(sample, roles, mark, go);
  const { start, end, marks, passage } = block;
  if (!passage) {
    const shown = trimmed(sample.context, block);
    const between = element('li', {
      class: 'between',
      attributes: { dir: 'auto' },
      children: textOf(sample, shown.start, shown.end, marks, chip),
    });
    return { element: between, start, end };
  }
  const isOnPath = marks.some(({ kind, index }) =>
    kind === 'pair' ? roles[index]?.kind === 'true' : true,
  );
  const item = element('li', {
    class: ['passage', passage.supporting ? 'supporting' : '', isOnPath ? 'on-path' : ''].join(' '),
  });
  const body = element('div', { class: 'body', attributes: { dir: 'auto' } });
  body.hidden = true;
  const folded = element('span', { class: 'folded-chips' });
  const title = element('button', {
    class: 'title',
    attributes: { type: 'button', 'aria-expanded': 'false' },
    children: [
      element('span', {
        class: 'number',
        text: passage.number === undefined ? '' : `${passage.number}`,
      }),
      element('bdi', { class: 'name', text: passage.title || '(no title)' }),
    ],
  });
  const head = element('div', {
    class: 'head',
    children: [
      title,
      ...(passage.supporting ? [element('span', { class: 'badge', text: 'supporting' })] : []),
      folded,
      ...(passage.tokens === undefined
        ? []
        : [element('span', { class: 'tokens', text: `${shortCount(passage.tokens)} tok` })]),
    ],
  });
  item.append(head, body);
  const set = (isOpen: boolean): void => {
    item.classList.toggle('open', isOpen);
    title.setAttribute('aria-expanded', String(isOpen));
    body.hidden = !isOpen;
    if (isOpen && !body.hasChildNodes()) {
      body.append(...textOf(sample, bodyStart(sample.context, block), end, marks, chip));
    }
    // Chips stand in one place at a time: beside the title, or in the text.
    folded.replaceChildren(...(isOpen ? [] : marks.map(chip)));
  };
  title.addEventListener('click', () => set(body.hidden !== false));
  set(passage.supporting || isOnPath);
  return { element: item, start, end, open: () => set(true) };
}

/** Titles that a folded run names. */
const NAMED = 3;

/** Passages that nothing is marked in, as one line that opens. */
function drawRun(sample: SampleView, blocks: readonly Block[]): DrawnRow {
  const item = element('li', { class: 'run' });
  const inner = element('ol', { class: 'text' });
  inner.hidden = true;
  const tokens = blocks.reduce((sum, { passage }) => sum + (passage?.tokens ?? 0), 0);
  const titles = blocks.slice(0, NAMED).map(({ passage }) => passage?.title.slice(0, 80) ?? '');
  const more = blocks.length - titles.length;
  const button = element('button', {
    class: 'title',
    attributes: { type: 'button', 'aria-expanded': 'false' },
    children: [
      element('span', { class: 'count', text: counted(blocks.length, 'filler') }),
      element('bdi', {
        class: 'name',
        text: `${titles.join(' · ')}${more > 0 ? ` · ${more} more` : ''}`,
      }),
    ],
  });
  const set = (isOpen: boolean): void => {
    item.classList.toggle('open', isOpen);
    button.setAttribute('aria-expanded', String(isOpen));
    inner.hidden = !isOpen;
    if (isOpen && !inner.hasChildNodes()) {
      inner.append(...blocks.map(block => drawBlock(sample, [], block, () => undefined).element));
    }
  };
  button.addEventListener('click', () => set(inner.hidden !== false));
  item.append(
    element('div', {
      class: 'head',
      children: [
        button,
        ...(tokens > 0
          ? [element('span', { class: 'tokens', text: `${shortCount(tokens)} tok` })]
          : []),
      ],
    }),
    inner,
  );
  return { element: item, start: blocks[0]!.start, end: blocks.at(-1)!.end };
}
