import { LEVELS } from './palette.js';
import { percent, sharesOf, usedColumns } from './shares.js';
import { rect, svg, text } from './svg.js';

/** Counts by row and column, of which each row is shown as its shares. */
export interface Grid {
  title: string;
  description: string;
  /** What the columns are of. */
  columnsOf: string;
  columns: readonly string[];
  rows: readonly { name: string; counts: readonly number[] }[];
}

const CELL = { width: 66, height: 30 };
const LEFT = 84;
const TOP = 62;
const BELOW = 30;

/** Each row's shares in percent, larger ones in a stronger color; the numbers stand in the fields. */
export function heatMap({ title, description, columnsOf, columns, rows }: Grid): string {
  const shares = rows.map(({ counts }) => sharesOf(counts));
  const [from, to] = usedColumns(shares);
  const most = Math.max(...shares.flat(), Number.MIN_VALUE);
  const width = Math.max(LEFT + (to - from) * CELL.width + 12, 460);
  const height = TOP + rows.length * CELL.height + BELOW;
  const left = (column: number): number => LEFT + (column - from) * CELL.width;

  const heads = columns
    .slice(from, to)
    .map((name, i) => text(left(from + i) + CELL.width / 2, TOP - 8, name, 't m'));
  const fields = rows.flatMap(({ name }, row) => {
    const y = TOP + row * CELL.height;
    const cells = shares[row]!.slice(from, to).map((share, i) => {
      const level = share === 0 ? 0 : Math.ceil((share / most) * (LEVELS - 1));
      const x = left(from + i);
      return `${rect(x, y, CELL.width - 2, CELL.height - 2, `f${level}`)}${text(x + CELL.width / 2, y + 19, percent(share), `n${level} m`)}`;
    });
    return [text(LEFT - 10, y + 19, name, 't e'), ...cells];
  });
  const foot = text(LEFT, height - 10, `${columnsOf}; % of each row`);
  return svg({ title, description, width, height }, [...heads, ...fields, foot]);
}
