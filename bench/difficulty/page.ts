import type { Knob } from './knobs.js';

/** A table of the page, with columns of even width, as the formatter wants it. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(3, ...all.map(row => row[i]!.length)));
  const line = (cells: readonly string[], fill: 'padStart' | 'padEnd'): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell[fill](widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head, 'padStart'), rule, ...rows.map(row => line(row, 'padStart'))].join('\n');
}

/** The lines between which a knob's table stands in the page. */
const marks = (name: string): [string, string] => [
  `<!-- ${name}: by npm run difficulty -->`,
  `<!-- end of ${name} -->`,
];

/** Where a knob's table stands in the page. */
function boundsOf(page: string, name: string): [number, number] {
  const [begin, end] = marks(name);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no place for the table of ${name}`);
  return [from + begin.length, to];
}

/** The page with the table of a knob put in its place. */
export function withTable(
  page: string,
  { name, columns, rows }: Knob,
  cells: readonly (readonly string[])[],
): string {
  const [from, to] = boundsOf(page, name);
  const head = ['', ...columns.map(column => column.head)];
  const lines = rows.map(({ label }, i) => [`\`${label}\``, ...cells[i]!]);
  return `${page.slice(0, from)}\n\n${tableOf(head, lines)}\n\n${page.slice(to)}`;
}

/** The figures that the page has for a row. */
export function rowIn(page: string, { name }: Knob, label: string): string[] | undefined {
  const lines = page.slice(...boundsOf(page, name)).split('\n');
  const line = lines.find(each => each.startsWith(`| \`${label}\` `));
  return line
    ?.split('|')
    .slice(2, -1)
    .map(cell => cell.trim());
}
