/** Between two columns, and before the first. */
const GAP = '  ';
/** Before what has no room beside the other columns. */
const INDENT = GAP.repeat(2);
/** A last column that would be narrower goes below the others. */
const LEAST_COLUMNS = 32;

/**
 * Rows of cells below each other. The last cell is wrapped at its blanks, so that no line is longer
 * than a terminal is wide, where that can be.
 *
 * @param columns width of the terminal; missing where there is none
 */
export function table(rows: readonly (readonly string[])[], columns = Number.MAX_VALUE): string[] {
  const count = Math.max(0, ...rows.map(cells => cells.length)) - 1;
  const widths = Array.from({ length: Math.max(0, count) }, (_, i) =>
    Math.max(...rows.map(cells => cells[i]?.length ?? 0)),
  );
  const beside = widths.reduce((sum, width) => sum + width + GAP.length, GAP.length);
  const isBeside = count <= 0 || columns - beside >= LEAST_COLUMNS;
  const indent = isBeside ? ' '.repeat(beside) : INDENT;
  return rows.flatMap(cells => {
    const head = GAP + widths.map((width, i) => (cells[i] ?? '').padEnd(width) + GAP).join('');
    const [first = '', ...rest] = wrap(cells[count] ?? '', columns - indent.length);
    const below = rest.map(line => indent + line);
    const lines = isBeside ? [head + first, ...below] : [head, indent + first, ...below];
    return lines.map(line => line.trimEnd()).filter(line => line !== '');
  });
}

/** A text in lines of at most `room` characters; a longer word has a line of its own. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
