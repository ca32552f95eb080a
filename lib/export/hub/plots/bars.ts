import { percent, sharesOf, usedColumns } from './shares.js';
import { rect, svg, text } from './svg.js';

/** Counts by name, shown as shares. */
export interface Bars {
  title: string;
  description: string;
  /** What they are shares of. */
  of: string;
  names: readonly string[];
  counts: readonly number[];
}

const LEFT = 110;
const TOP = 44;
const LINE = 26;
const LONGEST = 320;
const BELOW = 30;
const WIDTH = LEFT + LONGEST + 60;

/** A bar each, with its share in percent behind it. */
export function bars({ title, description, of, names, counts }: Bars): string {
  const shares = sharesOf(counts);
  const [from, to] = usedColumns([shares]);
  const most = Math.max(...shares, Number.MIN_VALUE);
  const height = TOP + (to - from) * LINE + BELOW;
  const lines = shares.slice(from, to).flatMap((share, i) => {
    const y = TOP + i * LINE;
    const length = Math.round((share / most) * LONGEST);
    const number = share === 0 ? '0' : percent(share);
    return [
      text(LEFT - 10, y + 15, names[from + i]!, 't e'),
      rect(LEFT, y, length, LINE - 6, 'b'),
      text(LEFT + length + 8, y + 15, `${number} %`),
    ];
  });
  const foot = text(LEFT, height - 10, `% of ${of}`);
  return svg({ title, description, width: WIDTH, height }, [...lines, foot]);
}
