import { damagedTable } from '../errors.js';
import type { Chunk } from './chunk.js';
import type { Page } from './page.js';
import { nextPage } from './pages.js';

/** Goes through the values of a column, and what stands for those that are not there. */
export interface Cursor {
  chunk: Chunk | undefined;
  page: Page | undefined;
  /** The levels of what is next; 0 at the end. */
  definition: number;
  repetition: number;
  /** The place of what is next in its page, and that of the next value among the page's values. */
  at: number;
  value: number;
}

export const cursor = (): Cursor => ({
  chunk: undefined,
  page: undefined,
  definition: 0,
  repetition: 0,
  at: 0,
  value: 0,
});

/** Puts a cursor on the first of a chunk. */
export function begin(at: Cursor, chunk: Chunk): void {
  at.chunk = chunk;
  turn(at);
}

/** Whether all of a chunk has been passed. */
export const isAtEnd = ({ page }: Cursor): boolean => page === undefined;

/** Passes one value, or what stands for it. */
export function advance(at: Cursor): void {
  const { page, chunk } = at;
  if (!page || !chunk) throw damagedTable(at.chunk?.place ?? { file: '' }, 'values are missing');
  if (at.definition === chunk.leaf.present) at.value++;
  at.at++;
  if (at.at < page.count) look(at, page, chunk);
  else turn(at);
}

function turn(at: Cursor): void {
  const chunk = at.chunk!;
  // The page that is over is let go of before the next one is made.
  at.page = undefined;
  const page = nextPage(chunk);
  at.page = page;
  at.at = 0;
  at.value = 0;
  if (page) look(at, page, chunk);
  else at.definition = at.repetition = 0;
}

function look(at: Cursor, page: Page, { leaf }: Chunk): void {
  at.definition = leaf.present > 0 ? page.definitions[at.at]! : 0;
  at.repetition = leaf.repeated > 0 ? page.repetitions[at.at]! : 0;
}
