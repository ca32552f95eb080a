/** What stands at one place of a figure. */
export interface Cell {
  x: string;
  /** Empty in a figure of one axis. */
  y: string;
  /** How many things stand there. */
  count: number;
  /** How many of them are right; 0 where nothing is judged. */
  right: number;
}

/** One thing, or some, that a record adds to a figure. */
export interface Mark {
  x: string;
  y?: string;
  /** Default 1. */
  count?: number;
  /** Default 0. */
  right?: number;
}

/** Places of a figure at most, so that it stays small whatever the records say. */
const MOST = 600;
/** Where what does not fit any more is counted. */
export const OTHER = 'other';
/** Characters of a name that comes from the data. */
const LONGEST = 60;

/** The cells of one figure of one run. */
export type Cells = Map<string, Cell>;

/** Adds a mark. Sums alone are kept, so that neither order nor number of records matters. */
export function addMark(cells: Cells, { x, y = '', count = 1, right = 0 }: Mark): void {
  const place = { x: x.slice(0, LONGEST), y: y.slice(0, LONGEST) };
  const known = cells.get(keyOf(place));
  const { x: atX, y: atY } =
    known || cells.size < MOST ? place : { x: OTHER, y: y === '' ? '' : OTHER };
  const key = keyOf({ x: atX, y: atY });
  const cell = cells.get(key) ?? { x: atX, y: atY, count: 0, right: 0 };
  cell.count += count;
  cell.right += right;
  cells.set(key, cell);
}

const keyOf = ({ x, y }: { x: string; y: string }): string => `${x}\u0000${y}`;

/** The cells in the order of their axes. */
export const inOrder = (cells: Iterable<Cell>, x: Order = [], y: Order = []): Cell[] =>
  [...cells].sort((a, b) => compare(a.x, b.x, x) || compare(a.y, b.y, y));

/** Names in their order, where they have one of their own; others stand behind them. */
export type Order = readonly string[];

/** Known names first, then numbers by their size, then texts. */
export function compare(a: string, b: string, order: Order): number {
  const [i, j] = [order.indexOf(a), order.indexOf(b)];
  if (i >= 0 || j >= 0) return (i < 0 ? order.length : i) - (j < 0 ? order.length : j);
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return a < b ? -1 : Number(a > b);
}
